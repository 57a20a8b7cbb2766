package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.compression.Compression;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.plan.ReadDecision;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JVMs that share a store, with regions set differently. */
class RegionCompressionTest {
  private static final List<String> LONG = new ArrayList<>();
  private static final Key KEY = Key.of("test:default:{names:1}");

  static {
    for (int i = 0; i < 500; i++) {
      LONG.add("number " + i);
    }
  }

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final MemoryStore memory = new MemoryStore();
  private final List<CacheEngine> engines = new ArrayList<>();
  private final CacheCounters counters = new CacheCounters();
  private final AnnotatedMethod method = Examples.onlyMethod(Names.class);

  /** The annotated method. */
  interface Names {
    @CacheAside(key = "names:{id}", ttl = "5m")
    List<String> find(int id);
  }

  @AfterEach
  void close() {
    engines.forEach(CacheEngine::close);
    memory.close();
    timer.shutdownNow();
  }

  private Jvm jvm(Compression compression) {
    return jvm(SettingValues.NONE.with(RegionSettings.COMPRESSION, compression));
  }

  private Jvm jvm(SettingValues settings) {
    CacheEngine engine =
        new CacheEngine(
            "test",
            memory,
            new KryoCodec(KryoCodecOptions.defaults()),
            counters,
            EngineOptions.DEFAULTS,
            Map.of("default", settings),
            timer);
    engines.add(engine);
    return new Jvm(engine, new CallSite(method));
  }

  private record Jvm(CacheEngine engine, CallSite site) {
    /** Does what the advice does; the body returns {@code loaded}. */
    @Nullable Object find(@Nullable Object loaded) throws Throwable {
      Object outcome = engine.read(site, null, new Object[] {1});
      return outcome instanceof Load load ? load.completed(loaded) : outcome;
    }
  }

  private byte[] stored() throws Exception {
    byte[] record = memory.lookup(KEY).get(10, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    return record;
  }

  @ParameterizedTest
  @EnumSource
  void entry_writtenInAnyWay_isReadWhateverTheReadersSetting(Compression writer) throws Throwable {
    jvm(writer).find(LONG);
    assertThat(EntryFormat.hasFlag(stored(), EntryFormat.FLAG_COMPRESSED))
        .isEqualTo(writer != Compression.NONE);
    for (Compression reader : Compression.values()) {
      assertThat(jvm(reader).find(List.of("not cached"))).as("read by " + reader).isEqualTo(LONG);
    }
    assertThat(counters.snapshot().hits()).isEqualTo(Compression.values().length);
  }

  @Test
  void entry_belowTheThreshold_isStoredPlain() throws Throwable {
    SettingValues settings =
        SettingValues.NONE.with(RegionSettings.COMPRESSION, Compression.DEFLATE);
    jvm(settings.with(RegionSettings.COMPRESSION_THRESHOLD, 1 << 20)).find(LONG);
    byte[] plain = stored();
    assertThat(EntryFormat.hasFlag(plain, EntryFormat.FLAG_COMPRESSED)).isFalse();
  }

  @Test
  void entry_negative_isStoredPlain() throws Throwable {
    SettingValues settings =
        SettingValues.NONE.with(RegionSettings.COMPRESSION, Compression.DEFLATE);
    Jvm jvm = jvm(settings.with(RegionSettings.COMPRESSION_THRESHOLD, 1));
    jvm.find(null);
    assertThat(EntryFormat.flags(stored())).isEqualTo(EntryFormat.FLAG_NEGATIVE);
    assertThat(jvm.find(LONG)).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void decision_damagedEntry_isAMiss(Compression writer) throws Throwable {
    jvm(writer).find(LONG);
    assertMiss(r -> r[4] ^= 8, ReadDecision.Action.LOAD_DAMAGED);
    assertMiss(r -> r[4] |= 1, ReadDecision.Action.LOAD_DAMAGED);
    assertMiss(r -> r[200] ^= 1, ReadDecision.Action.LOAD_DAMAGED);
    assertMiss(r -> r[99] ^= 1, ReadDecision.Action.LOAD_DAMAGED);
    assertMiss(r -> r[96] = 'Z', ReadDecision.Action.LOAD_OTHER_SCHEMA);
    assertMiss(r -> r[4] |= 16, ReadDecision.Action.LOAD_OTHER_SCHEMA);
  }

  private void assertMiss(Consumer<byte[]> change, ReadDecision.Action action) throws Exception {
    byte[] record = stored().clone();
    change.accept(record);
    long fingerprint = EntryFormat.fingerprint(record);
    long generation = EntryFormat.generation(record);
    assertThat(ReadDecision.of(record, KEY, fingerprint, 1, generation).action()).isEqualTo(action);
  }

  @Test
  void decision_plainEntryWithTheFlag_isAMiss() throws Throwable {
    jvm(Compression.NONE).find(LONG);
    byte[] record = stored().clone();
    record[4] |= 8;
    record[96] = 'D'; // as a payload may begin
    long fingerprint = EntryFormat.fingerprint(record);
    assertThat(
            ReadDecision.of(record, KEY, fingerprint, 1, EntryFormat.generation(record)).action())
        .isEqualTo(ReadDecision.Action.LOAD_DAMAGED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void shadowCheck_compressedEntry_isFoundTheSame(Compression writer) throws Throwable {
    jvm(writer).find(LONG);
    Jvm checking = jvm(SettingValues.NONE.with(RegionSettings.SHADOW_CHECK_ONE_IN, 1));
    assertThat(checking.find(new ArrayList<>(LONG))).isEqualTo(LONG);
    assertThat(counters.snapshot().shadowChecks()).isEqualTo(1);
  }
}
