package io.cacheaside.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks that are measured in turn and reported together.
 *
 * @param title what they do
 * @param owner the class that holds them
 * @param threads how many threads call at once
 * @param rounds in how many fresh JVMs each is measured, one benchmark after another in each round
 * @param rows the benchmarks
 */
record Comparison(String title, Class<?> owner, int threads, int rounds, List<Row> rows) {

  /**
   * One benchmark.
   *
   * @param name its line in the report
   * @param method the method in the owner
   * @param baseline the row it is compared with, in the same comparison, or null if with none
   * @param target what was promised, or null if nothing
   */
  record Row(String name, String method, @Nullable String baseline, @Nullable Target target) {
    static Row of(String name, String method) {
      return new Row(name, method, null, null);
    }

    Row against(String method) {
      return new Row(name, this.method, method, target);
    }

    Row promising(double time, double bytes) {
      return new Row(name, method, baseline, new Target(time, bytes));
    }
  }

  /**
   * An upper bound: ratios to the baseline if the row has one, else ns and bytes for each call.
   *
   * @param time of the median
   * @param bytes of what is allocated for each call
   */
  record Target(double time, double bytes) {}

  private static final Row HIT_RECORD_BY_HAND = Row.of("record, by hand", "recordByHand");
  private static final Row HIT_RECORD =
      Row.of("record, CacheAside", "recordWoven").against("recordByHand").promising(1.15, 1.1);

  /** Returns everything there is to measure. */
  static List<Comparison> all(int rounds) {
    return List.of(
        new Comparison(
            "Hit in Redis, 350-byte value, 1 thread",
            HitBenchmark.class,
            1,
            rounds,
            List.of(
                HIT_RECORD_BY_HAND,
                HIT_RECORD,
                Row.of("object with fields, by hand", "beanByHand"),
                Row.of("object with fields, CacheAside", "beanWoven")
                    .against("beanByHand")
                    .promising(1.15, 1.1))),
        new Comparison(
            "Hit in Redis, 350-byte value, 8 threads",
            HitBenchmark.class,
            8,
            Math.min(rounds, 2),
            List.of(
                HIT_RECORD_BY_HAND,
                Row.of("record, CacheAside", "recordWoven").against("recordByHand"))),
        new Comparison(
            "The framework's own part of a hit, without store and codec",
            OwnPartBenchmark.class,
            1,
            Math.min(rounds, 2),
            List.of(
                Row.of("with circuit breaker", "withBreaker").promising(300, 400),
                Row.of("without circuit breaker", "withoutBreaker"))),
        new Comparison(
            "Weaving alone",
            AdviceBenchmark.class,
            1,
            Math.min(rounds, 2),
            List.of(
                Row.of("not woven", "notWoven"),
                Row.of("woven, no runtime installed", "noRuntime"),
                Row.of("hit, engine asked directly", "engineHit"),
                Row.of("hit, through the advice", "wovenHit").against("engineHit"))),
        new Comparison(
            "Making the key",
            KeyBenchmark.class,
            1,
            1,
            List.of(
                Row.of("by hand, not escaped", "byHand"),
                Row.of("CacheAside", "canonical").against("byHand"))),
        codec());
  }

  private static Comparison codec() {
    return new Comparison(
        "Codec",
        CodecBenchmark.class,
        1,
        1,
        List.of(
            Row.of("decode record, Kryo", "decodeRecordByHand"),
            Row.of("decode record, CacheAside", "decodeRecord").against("decodeRecordByHand"),
            Row.of("decode object, Kryo", "decodeBeanByHand"),
            Row.of("decode object, CacheAside", "decodeBean").against("decodeBeanByHand"),
            Row.of("encode record, Kryo", "encodeRecordByHand"),
            Row.of("encode record, CacheAside", "encodeRecord").against("encodeRecordByHand"),
            Row.of("encode object, Kryo", "encodeBeanByHand"),
            Row.of("encode object, CacheAside", "encodeBean").against("encodeBeanByHand")));
  }
}
