package io.cacheaside.sample.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * What the traffic of each catalogue is. Nothing is paced: every thread takes the next request when
 * it is done with its last.
 *
 * @param source where the requests come from
 * @param threads how many play them at the same time
 * @param first the position in the source at which the traffic begins
 * @param requests after how many it ends, at the latest
 * @param time after which time it ends, at the latest
 * @param warmUp how long it is played before, without being counted
 */
record TrafficPlan(
    RequestSource source, int threads, long first, long requests, Duration time, Duration warmUp) {
  /** The warm-up takes this part of a time, */
  private static final int WARM_UP_PART = 5;

  /** and this long before a number of requests. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** A guard against hanging: what millions of requests take, and far more. */
  private static final Duration ENOUGH = Duration.ofHours(1);

  /** Returns the plan to play for some time, the warm-up included. */
  static TrafficPlan lasting(RequestSource source, int threads, Duration time) {
    Duration warmUp = time.dividedBy(WARM_UP_PART);
    return new TrafficPlan(source, threads, 0, source.size(), time.minus(warmUp), warmUp);
  }

  /** Returns the plan to play this many requests of the source, each of them once. */
  static TrafficPlan replaying(RequestSource source, int threads, long first, long requests) {
    return new TrafficPlan(source, threads, first, requests, ENOUGH, WARM_UP);
  }

  /** Returns the same plan with another warm-up. */
  TrafficPlan warmedUpFor(Duration other) {
    return new TrafficPlan(source, threads, first, requests, time, other);
  }

  /** Returns whether it is a number of requests that ends the traffic, and not a time. */
  boolean isCounted() {
    return time.equals(ENOUGH);
  }

  /** Returns how much traffic it is, for the progress line. */
  String extent() {
    if (!isCounted()) {
      return time.toMillis() / 1e3 + " s";
    }
    String from = first == 0 ? "" : String.format(Locale.ROOT, " after the first %,d", first);
    return String.format(Locale.ROOT, "%,d requests", requests) + from;
  }
}
