package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.ContenderJvm.Failed;
import io.cacheaside.benchmarks.contenders.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Many ask at once for one customer whose load takes long. Not threadsafe. */
final class Stampedes {
  static final int LOAD_MILLIS = 200;

  /** Until the JVMs have compiled what many callers at once run; the load is short meanwhile. */
  private static final int WARM_UPS = 8;

  private static final int WARM_UP_LOAD_MILLIS = 20;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final long ABOVE_ALL = 1L << 50; // customers that no scenario asks for

  private final List<Entrant> entrants;
  private final List<Crowd> crowds;
  private final int plays;
  private long nextId = ABOVE_ALL + (ThreadLocalRandom.current().nextLong(1L << 20) << 20);

  /** Who asks. */
  enum Crowd {
    /** All in one JVM. */
    ONE_JVM("stampede64", 1, 64, Promises.STAMPEDE_MILLIS),
    /** As many, in several JVMs. */
    FOUR_JVMS("stampede4x16", 4, 16, Promises.STAMPEDE_MILLIS_OVER_JVMS);

    private final String word;
    private final int jvms;
    private final int threads;
    private final long promisedMillis;

    Crowd(String word, int jvms, int threads, long promisedMillis) {
      this.word = word;
      this.jvms = jvms;
      this.threads = threads;
      this.promisedMillis = promisedMillis;
    }

    String word() {
      return word;
    }

    String title() {
      return "Stampede, load of "
          + LOAD_MILLIS
          + " ms, "
          + (jvms == 1 ? "" : jvms + " JVMs x ")
          + threads
          + " threads";
    }

    /** How long the last of them may wait, in ms. */
    long promisedMillis() {
      return promisedMillis;
    }
  }

  /** What one JVM answers. */
  private record Outcome(long loads, List<Long> waitNanos) {}

  /**
   * One stampede.
   *
   * @param loads how often the customer was loaded
   * @param p50 ms that the callers waited
   * @param p99 ms, the longest wait of 64
   */
  record Play(long loads, double p50, double p99) {}

  /**
   * What one contender did.
   *
   * @param title its line in the table
   * @param ours whether promises are held against it
   * @param first the stampede that its JVMs were not warm for: its loads count, its waits do not
   * @param plays its other stampedes, one after another, each for another customer
   * @param failures why there are none
   */
  record Result(
      String title, boolean ours, List<Play> first, List<Play> plays, List<String> failures) {
    /** Returns the most loads of a stampede, the first included. */
    long loads() {
      return Stream.concat(first.stream(), plays.stream()).mapToLong(Play::loads).max().orElse(0);
    }

    /** Returns the median of the stampedes. */
    double p50() {
      return Row.median(plays.stream().mapToDouble(Play::p50).toArray());
    }

    /** Returns the median of the stampedes. */
    double p99() {
      return Row.median(plays.stream().mapToDouble(Play::p99).toArray());
    }

    boolean keeps(Crowd crowd) {
      return loads() <= Promises.STAMPEDE_LOADS && p99() <= crowd.promisedMillis();
    }
  }

  /**
   * Creates one.
   *
   * @param plays how many stampedes each contender sees, after a first one, whose loads count, and
   *     some that do not count
   */
  Stampedes(List<Entrant> entrants, List<Crowd> crowds, int plays) {
    this.entrants = entrants.stream().filter(one -> one.can(Operation.STAMPEDE)).toList();
    this.crowds = crowds;
    this.plays = plays;
  }

  /** What the contenders did, crowd by crowd. */
  record Outcomes(Crowd crowd, List<Result> results) {}

  /** Plays all, each crowd in JVMs of its own: what a JVM's first stampede costs has to show. */
  List<Outcomes> play(String redisUri) {
    List<Outcomes> outcomes = new ArrayList<>();
    crowds.forEach(crowd -> outcomes.add(new Outcomes(crowd, new ArrayList<>())));
    for (Entrant entrant : entrants) {
      for (Outcomes of : outcomes) {
        List<ContenderJvm> jvms = new ArrayList<>();
        try {
          for (int i = 0; i < of.crowd().jvms; i++) {
            jvms.add(entrant.start(redisUri));
          }
          of.results().add(play(entrant, of.crowd(), jvms));
        } finally {
          jvms.forEach(ContenderJvm::close);
        }
      }
    }
    return outcomes;
  }

  private Result play(Entrant entrant, Crowd crowd, List<ContenderJvm> jvms) {
    Result result =
        new Result(
            entrant.title(),
            entrant.name().equals(Woven.NAME),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    try {
      result.first().add(playOnce(jvms, crowd.threads, LOAD_MILLIS));
      for (int i = 0; i < WARM_UPS; i++) {
        playOnce(jvms, crowd.threads, WARM_UP_LOAD_MILLIS);
      }
      for (int i = 0; i < plays; i++) {
        result.plays().add(playOnce(jvms, crowd.threads, LOAD_MILLIS));
      }
    } catch (Failed e) {
      result.failures().add(e.summary());
    }
    return result;
  }

  private Play playOnce(List<ContenderJvm> jvms, int threads, int loadMillis) throws Failed {
    String command = "stampede " + threads + " " + nextId++ + " " + loadMillis;
    for (ContenderJvm jvm : jvms) {
      jvm.tell(command);
    }
    long loads = 0;
    List<Long> waits = new ArrayList<>();
    for (ContenderJvm jvm : jvms) {
      Outcome outcome = jvm.receive(Outcome.class);
      loads += outcome.loads();
      waits.addAll(outcome.waitNanos());
    }
    double[] sorted =
        waits.stream().mapToDouble(nanos -> nanos / NANOS_PER_MILLI).sorted().toArray();
    return new Play(loads, rank(sorted, 0.50), rank(sorted, 0.99));
  }

  private static double rank(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
