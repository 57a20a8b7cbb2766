package io.cacheaside.engine.interleaving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The rows of {@link InterleavingsTest} that the textbook's cache must fail, so that they are known
 * to be able to fail. It passes the others for lack of leases: 9, 12 and 21 are about leases and
 * deletes that it does not have, or that do no harm.
 */
@Tag("heavy")
class NaiveInterleavingsTest {

  /** Runs a row of {@link InterleavingsTest} on the textbook's cache. */
  private static final class NaiveRows extends InterleavingsTest {
    private final boolean deleteFirst;

    NaiveRows(boolean deleteFirst) {
      this.deleteFirst = deleteFirst;
    }

    @Override
    CacheUnderTest newCache(Duration settle) {
      return new NaiveCache(uri(), id, deleteFirst);
    }
  }

  @TestFactory
  Stream<DynamicTest> rowsThatBreakTheTextbook() {
    return Stream.of(
        row(
            "row01_loadOvertakenByInvalidation",
            InterleavingsTest::row01_loadOvertakenByInvalidation),
        row("row02_invalidationOfAbsentEntry", InterleavingsTest::row02_invalidationOfAbsentEntry),
        row("row03_leaseExpiredAndRegranted", InterleavingsTest::row03_leaseExpiredAndRegranted),
        row("row04_invalidationBeforeCommit", InterleavingsTest::row04_invalidationBeforeCommit),
        row(
            "row04_methodEndsBeforeItsTransaction",
            InterleavingsTest::row04_methodEndsBeforeItsTransaction),
        row("row05_writerDies", InterleavingsTest::row05_writerDies),
        row("row05_fencedWriterDies", InterleavingsTest::row05_fencedWriterDies),
        row("row06_secondGrantInOneJvm", InterleavingsTest::row06_secondGrantInOneJvm),
        row(
            "row07_readerAfterInvalidationJoinsNoOlderLoad",
            InterleavingsTest::row07_readerAfterInvalidationJoinsNoOlderLoad),
        row("row10_loadInAnOldSnapshot", InterleavingsTest::row10_loadInAnOldSnapshot),
        row("row10_loadFromALaggingReplica", InterleavingsTest::row10_loadFromALaggingReplica),
        row(
            "row11_firstWriterDoesNotLiftTheFenceOfTheSecond",
            InterleavingsTest::row11_firstWriterDoesNotLiftTheFenceOfTheSecond),
        row("row13_manyJvmsMissOneKey", InterleavingsTest::row13_manyJvmsMissOneKey),
        row(
            "row14_hotKeyInvalidatedUnderLoad",
            InterleavingsTest::row14_hotKeyInvalidatedUnderLoad),
        row(
            "row18_redisUnreachableDuringInvalidation",
            InterleavingsTest::row18_redisUnreachableDuringInvalidation),
        row("row19_leaseEvicted", InterleavingsTest::row19_leaseEvicted),
        row("row20_twoSchemas", InterleavingsTest::row20_twoSchemas));
  }

  private static DynamicTest row(String name, Consumer<InterleavingsTest> row) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          InterleavingsTest.startServer();
          InterleavingsTest rows = new NaiveRows(name.startsWith("row04"));
          rows.open();
          try {
            assertThatThrownBy(() -> row.accept(rows)).isInstanceOf(AssertionError.class);
          } finally {
            rows.close();
            InterleavingsTest.stopServer();
          }
        });
  }
}
