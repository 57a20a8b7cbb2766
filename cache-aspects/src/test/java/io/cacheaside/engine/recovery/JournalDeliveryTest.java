package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ShownKeys;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.InvalidationJournal.Row;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An engine with a journal in memory, over a store that sometimes refuses invalidations. */
@Tag("heavy")
class JournalDeliveryTest extends EngineHarness {
  private final MemoryJournal journal = new MemoryJournal();
  private final RefusingStore store = new RefusingStore(memory);
  private final CacheEngine journaled = journaled();

  private CacheEngine journaled(TransactionHook... hooks) {
    EngineOptions options =
        new EngineOptions(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            0.1,
            100,
            Duration.ofHours(1),
            false,
            true,
            new RecoveryOptions(
                Duration.ofSeconds(60), Duration.ZERO, Duration.ofMillis(200), journal));
    return new CacheEngine(
        "test",
        store,
        new StubCodec(),
        counters,
        options,
        new TransactionOptions(List.of(hooks), false),
        Map.of(),
        timer);
  }

  @AfterEach
  void closeJournaled() {
    journaled.close();
  }

  private static Row row(String id, String target) {
    return new Row(id, target.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Row row) {
    return new String(row.target(), StandardCharsets.UTF_8);
  }

  private static final Key KEY = ShownKeys.of("test:default:{list:1}");

  /** Rows by id; those that were recorded here count as young, the others as old. */
  private static final class MemoryJournal implements InvalidationJournal {
    final Map<String, Row> old = new LinkedHashMap<>();
    final Map<String, Row> young = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    volatile boolean broken;
    volatile Throwable failure;

    @Override
    public synchronized void record(List<Row> rows) {
      if (failure != null) {
        MemoryJournal.<RuntimeException>sneak(failure);
      }
      if (broken) {
        throw new IllegalArgumentException("the table is gone");
      }
      calls.add("record " + rows.stream().map(JournalDeliveryTest::text).toList());
      rows.forEach(row -> young.put(row.id(), row));
    }

    @SuppressWarnings("unchecked") // that is the trick
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
      throw (E) failure;
    }

    @Override
    public synchronized List<Row> pending(int max, Duration minAge) {
      if (broken) {
        throw new IllegalArgumentException("the table is gone");
      }
      assertThat(minAge).isEqualTo(Duration.ofSeconds(5));
      return old.values().stream().limit(max).toList();
    }

    @Override
    public synchronized void done(List<Row> rows) {
      rows.forEach(row -> old.remove(row.id()));
      rows.forEach(row -> young.remove(row.id()));
    }

    synchronized void add(int count) {
      for (int i = 0; i < count; i++) {
        old.put("dead-" + i, row("dead-" + i, "entry:test:default:{dead:" + i + "}"));
      }
    }

    synchronized int size() {
      return old.size() + young.size();
    }
  }

  private static final class RefusingStore extends StoreDecorator {
    volatile boolean refuses;
    volatile Key refusesForEver;
    volatile boolean refused;
    final List<Key> invalidated = new ArrayList<>();

    RefusingStore(Store store) {
      super(store);
    }

    @Override
    public synchronized CompletableFuture<Long> clear(Key generationKey) {
      return refuses
          ? CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "scripted", null))
          : super.clear(generationKey);
    }

    @Override
    public synchronized CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
      if (refuses) {
        refused = true;
        return CompletableFuture.failedFuture(
            new StoreException(Reason.UNAVAILABLE, "scripted", null));
      }
      if (keys.contains(refusesForEver)) {
        return CompletableFuture.failedFuture(new StoreException(Reason.REFUSED, "scripted", null));
      }
      invalidated.addAll(keys);
      return super.invalidate(keys, settleMillis);
    }

    synchronized List<Key> invalidated() {
      return List.copyOf(invalidated);
    }
  }

  private void write(boolean returned) {
    journaled.invalidate(save, null, new Object[] {1}, null, returned);
  }

  @Test
  void entriesOfDeadJvms_oneIsRefusedForEver_othersAreDelivered() {
    store.refusesForEver = ShownKeys.of("test:default:{dead:3}");
    journal.add(1_200);
    Await.until("all others are delivered", () -> journal.size() == 1);
    assertThat(journal.pending(1, Duration.ofSeconds(5)))
        .extracting(JournalDeliveryTest::text)
        .containsExactly("entry:test:default:{dead:3}");
    assertThat(store.invalidated()).doesNotHaveDuplicates().hasSize(1_199);
    store.refusesForEver = null;
    Await.until("and this one", () -> journal.size() == 0);
  }

  @Test
  void entryOfAnotherCache_isInNobodysWay() {
    try (LogCapture log = new LogCapture()) {
      journal.old.put("foreign", row("foreign", "not ours"));
      journal.add(600);
      Await.until("all others are delivered", () -> journal.size() == 1);
      assertThat(log.lines("JournalDelivery"))
          .containsExactly(
              "WARN the row foreign of the journal cannot be read: it has not the form"
                  + " entry:<app>:<region>:{<key>} or region:<region>; remove the row, or wait for a"
                  + " JVM with a newer version that may have written it");
    }
  }

  @Test
  void write_isRecorded_andTakenOutWhenDelivered() {
    write(true);
    assertThat(journal.calls).containsExactly("record [entry:" + KEY + "]");
    assertThat(store.invalidated()).containsExactly(KEY);
    Await.until("taken out", () -> journal.size() == 0);
  }

  @Test
  void byHand_isRecorded_andTakenOutWhenDelivered() {
    journaled.invalidate("default", "list:1");
    assertThat(journal.calls).containsExactly("record [entry:" + KEY + "]");
    assertThat(store.invalidated()).containsExactly(KEY);
    Await.until("taken out", () -> journal.size() == 0);
    store.refuses = true;
    journaled.clear("default");
    assertThat(journal.size()).isEqualTo(1);
    assertThat(journal.calls).contains("record [region:default]");
  }

  @Test
  void write_thatThrew_isNotRecorded_butInvalidated() {
    write(false);
    assertThat(journal.calls).isEmpty();
    assertThat(store.invalidated()).containsExactly(KEY);
  }

  @Test
  void write_notDelivered_staysInTheJournal() {
    store.refuses = true;
    write(true);
    assertThat(journal.size()).isEqualTo(1);
    try (LogCapture log = new LogCapture()) {
      journaled.close();
      assertThat(log.lines("InvalidationRecovery"))
          .containsExactly(
              "ERROR the cache was closed with invalidations undelivered (keys: 1, whole regions: 0):"
                  + " the journal holds those of methods that returned, and another JVM delivers them");
    }
    assertThat(journal.size()).isEqualTo(1);
  }

  /** The rows are of keys, and what has to be delivered is the clearing that took their place. */
  @Test
  void write_regionTookThePlaceOfItsKeys_notDelivered_allRowsStay() {
    store.refuses = true;
    CacheEngine transactional = journaled(InvalidationScope.hook());
    try (InvalidationScope scope = InvalidationScope.begin()) {
      for (int id = 0; id <= Invalidations.MAX_KEYS; id++) {
        transactional.writeBegins(save, null, new Object[] {id}).ended(null, true);
      }
      scope.committed();
    }
    assertThat(transactional.undeliveredKeys()).as("one clearing").isEqualTo(1);
    transactional.close();
    assertThat(journal.size()).isEqualTo(Invalidations.MAX_KEYS + 1);
  }

  @Test
  void write_journalFails_failsTheCall_andInvalidatesAllTheSame() {
    journal.broken = true;
    assertThatThrownBy(() -> write(true))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("save")
        .hasMessageEndingWith(
            ": its invalidations could not be written to the journal, so the call fails and its"
                + " transaction has to roll back")
        .hasRootCauseMessage("the table is gone");
    assertThat(store.invalidated()).containsExactly(KEY);
  }

  @Test
  void write_journalFailsWithWhateverMayBeThrown_failsTheCall() {
    for (Throwable failure :
        List.of(
            new NoClassDefFoundError("driver"),
            new StackOverflowError(),
            new OutOfMemoryError("scripted"),
            new SQLException("the table is gone"),
            new InterruptedException())) {
      journal.failure = failure;
      assertThatThrownBy(
              () -> journaled.writeBegins(save, null, new Object[] {1}).ended(null, true))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith(
              "Annotated.save(int): its invalidations could not be written to the journal, so the"
                  + " call fails and its transaction has to roll back")
          .hasCause(failure);
      assertThat(store.invalidated()).contains(KEY);
      assertThat(journaled.underWay()).isZero();
      store.invalidated.clear();
    }
    assertThat(Thread.interrupted()).as("the interrupt stays").isTrue();
  }

  @Test
  void entriesOfDeadJvms_areDelivered_moreThanOneBatch() {
    journal.add(1_200);
    Await.until("all are delivered", () -> journal.size() == 0);
    assertThat(store.invalidated()).hasSize(1_200).doesNotHaveDuplicates();
  }

  @Test
  void entriesOfDeadJvms_storeAway_stayUntilItIsBack() {
    store.refuses = true;
    journal.add(1);
    Await.until("tried", () -> store.refused);
    assertThat(journal.size()).isEqualTo(1);
    store.refuses = false;
    Await.until("delivered", () -> journal.size() == 0);
    assertThat(store.invalidated()).hasSize(1);
  }

  @Test
  void entriesOfDeadJvms_journalFailsMeanwhile_isLogged_andHeals() {
    try (LogCapture log = new LogCapture()) {
      journal.broken = true;
      Await.until("logged", () -> !log.lines("JournalDelivery").isEmpty());
      assertThat(log.lines("JournalDelivery").get(0))
          .isEqualTo(
              "ERROR the journal "
                  + MemoryJournal.class.getName()
                  + " failed; its rows stay and are tried again");
    }
    journal.add(1);
    journal.broken = false;
    Await.until("delivered", () -> journal.size() == 0);
  }

  @Test
  void close_takesOutWhatWasDelivered() {
    write(true);
    journaled.close();
    assertThat(journal.size()).isZero();
  }
}
