package io.cacheaside.benchmarks;

import java.util.List;

/**
 * A part of the framework that is measured alone.
 *
 * @param word by which it is selected
 * @param title what its benchmarks do
 * @param owner the class that holds them
 * @param steps the benchmarks
 */
record Part(String word, String title, Class<?> owner, List<Step> steps) {

  /**
   * One benchmark.
   *
   * @param name its line in the table
   * @param method the method in the owner
   * @param baseline the method it is compared with, one that comes before it; empty if with none
   * @param promises what is promised
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Step(String name, String method, String baseline, Promise... promises) {}

  /** All of them. */
  static final List<Part> ALL =
      List.of(
          new Part(
              "own",
              "The framework's own part of a hit, without store and codec",
              OwnPartBenchmark.class,
              List.of(
                  new Step(
                      "with circuit breaker",
                      "withBreaker",
                      "",
                      Promises.OWN_TIME,
                      Promises.OWN_BYTES),
                  new Step("without circuit breaker", "withoutBreaker", ""))),
          new Part(
              "advice",
              "Weaving alone",
              AdviceBenchmark.class,
              List.of(
                  new Step("not woven", "notWoven", ""),
                  new Step("woven, no runtime installed", "noRuntime", ""),
                  new Step("hit, engine asked directly", "engineHit", ""),
                  new Step("hit, through the advice", "wovenHit", "engineHit"))),
          new Part(
              "key",
              "Making the key",
              KeyBenchmark.class,
              List.of(
                  new Step("by hand, not escaped", "byHand", ""),
                  new Step("CacheAside", "canonical", "byHand"))),
          new Part(
              "header",
              "The header of a record, 350 B",
              HeaderBenchmark.class,
              List.of(
                  new Step("encode", "encode", ""), new Step("decode and verify", "decode", ""))),
          new Part(
              "codec",
              "Codec, 350 B",
              CodecBenchmark.class,
              List.of(
                  new Step("decode record, Kryo", "decodeRecordByHand", ""),
                  new Step("decode record, CacheAside", "decodeRecord", "decodeRecordByHand"),
                  new Step("decode object, Kryo", "decodeBeanByHand", ""),
                  new Step("decode object, CacheAside", "decodeBean", "decodeBeanByHand"),
                  new Step("encode record, Kryo", "encodeRecordByHand", ""),
                  new Step("encode record, CacheAside", "encodeRecord", "encodeRecordByHand"),
                  new Step("encode object, Kryo", "encodeBeanByHand", ""),
                  new Step("encode object, CacheAside", "encodeBean", "encodeBeanByHand"))));
}
