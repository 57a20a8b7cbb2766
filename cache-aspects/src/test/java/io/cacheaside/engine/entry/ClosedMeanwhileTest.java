package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.store.MemoryStore;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes that have got hold of an engine which is closed before they begin. */
class ClosedMeanwhileTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CallSite find = new CallSite(Examples.method(ClosedMeanwhileTest.class, "find"));
  private final CallSite save = new CallSite(Examples.method(ClosedMeanwhileTest.class, "save"));

  @CacheAside(key = "user:{id}", ttl = "5m")
  static String find(long id) {
    return "user " + id;
  }

  @Invalidate(key = "user:{id}")
  static void save(long id) {}

  /** Closed where a thread has asked which engine is in force, and has not begun with it. */
  private final class ClosedEngine extends CacheEngine {
    ClosedEngine() {
      super(
          "closed",
          new MemoryStore(),
          new KryoCodec(KryoCodecOptions.defaults()),
          new CacheListener() {},
          EngineOptions.DEFAULTS,
          Map.of(),
          timer);
    }

    @Override
    public Write writeBegins(
        CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) {
      close();
      return super.writeBegins(site, receiver, arguments);
    }
  }

  private CacheEngine engine() {
    return new CacheEngine(
        "open",
        new MemoryStore(),
        new KryoCodec(KryoCodecOptions.defaults()),
        new CacheListener() {},
        EngineOptions.DEFAULTS,
        Map.of(),
        timer);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private Object read(CacheEngine engine, String loaded) throws Throwable {
    Object outcome = engine.read(find, null, new Object[] {7L});
    return outcome instanceof Load load ? load.completed(loaded) : outcome;
  }

  @Test
  void write_beginsWithTheOneThatIsInForceThen() throws Throwable {
    try (CacheEngine open = engine();
        CacheEngine closed = new ClosedEngine()) {
      open.install();
      assertThat(read(open, "old")).isEqualTo("old");
      assertThat(read(open, "unused")).isEqualTo("old");
      closed.install();

      Write write = Write.begin(closed, save, null, new Object[] {7L});
      assertThat(closed.underWay()).isZero();
      assertThat(open.underWay()).isOne();
      write.returned(null);

      assertThat(read(open, "new")).isEqualTo("new");
    }
  }

  @Test
  void write_staysWithTheClosedOne_ifThereIsNoOther() throws Throwable {
    try (CacheEngine closed = new ClosedEngine()) {
      closed.install();
      Write write = Write.begin(closed, save, null, new Object[] {7L});
      assertThat(closed.underWay()).isOne();
      write.returned(null);
      assertThat(closed.underWay()).isZero();
    }
  }
}
