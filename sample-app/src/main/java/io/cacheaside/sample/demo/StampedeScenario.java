package io.cacheaside.sample.demo;

import io.cacheaside.sample.ProductDatabase;
import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry of a hot product expires while loading it takes long, and everybody asks for it: first
 * in one JVM, then in several. How many of them load?
 */
final class StampedeScenario implements Scenario {
  /** The featured product's TTL of one second, and some. */
  private static final Duration EXPIRY = Duration.ofMillis(1_300);

  /** How far ahead the JVMs are told when to start. */
  private static final Duration LEAD = Duration.ofMillis(150);

  private static final int WARM_UPS = 3;

  private final int rounds;
  private final int threads;
  private final int jvms;
  private final Duration load;

  /**
   * Creates the scenario.
   *
   * @param rounds how many products expire, one after the other
   * @param threads how many ask, in one JVM or evenly in all
   * @param jvms how many other JVMs there are in the second part
   * @param load how long a load takes
   */
  StampedeScenario(int rounds, int threads, int jvms, Duration load) {
    this.rounds = rounds;
    this.threads = threads;
    this.jvms = jvms;
    this.load = load;
  }

  @Override
  public String name() {
    return "stampede";
  }

  @Override
  public String title() {
    return String.format(
        "a hot key expires, loading takes %d ms: %d threads in one JVM, then %d JVMs x %d threads",
        load.toMillis(), threads, jvms, threads / jvms);
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    Contender naive = environment.naive();
    Contender cached = environment.cacheAside();
    Outcome naiveHere = here(environment, naive, progress);
    Outcome cachedHere = here(environment, cached, progress);
    add(report, "1 JVM", naiveHere, cachedHere);
    Outcome naiveAcross = across(environment, naive, progress);
    Outcome cachedAcross = across(environment, cached, progress);
    add(report, jvms + " JVMs", naiveAcross, cachedAcross);
  }

  private void add(Report report, String where, Outcome naive, Outcome cached) {
    report
        .judge(name(), "loads per expiry, " + where, Unit.COUNT, Criterion.exactly(1))
        .figures(naive.mostLoads, cached.mostLoads);
    report.show(name(), "p99 wait, " + where, Unit.MILLIS, naive.p99Millis(), cached.p99Millis());
  }

  private Outcome here(DemoEnvironment environment, Contender contender, Progress progress)
      throws InterruptedException {
    ProductDatabase database = environment.database();
    expire(contender);
    database.afterRead(id -> Pause.millis(load.toMillis()));
    try {
      Outcome outcome = new Outcome();
      for (long id = 1; id <= rounds; id++) {
        long before = database.loads();
        List<Long> waits = Burst.run(contender.catalogue(), id, threads, soon());
        outcome.add(database.loads() - before, waits);
      }
      progress.say("stampede, %s, 1 JVM: %s", contender, outcome);
      return outcome;
    } finally {
      database.afterRead(null);
    }
  }

  private Outcome across(DemoEnvironment environment, Contender contender, Progress progress)
      throws InterruptedException {
    List<ChildJvm> workers = new ArrayList<>();
    try {
      for (int i = 0; i < jvms; i++) {
        workers.add(Worker.start(contender.kind(), environment.endpoints()));
      }
      for (ChildJvm worker : workers) {
        worker.answer();
      }
      progress.say("stampede, %s: %d JVMs are up", contender, jvms);
      warmUp(workers);
      expire(contender);
      Outcome outcome = new Outcome();
      for (long id = 1; id <= rounds; id++) {
        outcome.add(burst(workers, id));
      }
      progress.say("stampede, %s, %d JVMs: %s", contender, jvms, outcome);
      return outcome;
    } finally {
      workers.forEach(ChildJvm::close);
    }
  }

  /** The first bursts of a JVM do not count: it loads classes, compiles and connects. */
  private void warmUp(List<ChildJvm> workers) {
    for (int i = 0; i < WARM_UPS; i++) {
      burst(workers, (long) rounds + 1 + i);
    }
    tellAll(workers, "slow " + load.toMillis());
    burst(workers, (long) rounds + 1 + WARM_UPS);
  }

  /** Has the products cached, and waits until they are no longer. */
  private void expire(Contender contender) throws InterruptedException {
    for (long id = 1; id <= rounds; id++) {
      contender.catalogue().featured(id);
    }
    Thread.sleep(EXPIRY.toMillis());
  }

  private static long soon() {
    return System.currentTimeMillis() + LEAD.toMillis();
  }

  /** Returns the answers of all workers: each begins with the number of its loads. */
  private List<List<Long>> burst(List<ChildJvm> workers, long id) {
    long start = soon();
    return tellAll(workers, "burst " + id + " " + threads / jvms + " " + start);
  }

  private static List<List<Long>> tellAll(List<ChildJvm> workers, String command) {
    workers.forEach(worker -> worker.send(command));
    return workers.stream().map(ChildJvm::numbers).toList();
  }

  /** What was seen over all rounds. */
  private static final class Outcome {
    private final List<Long> waits = new ArrayList<>();
    private long mostLoads;

    void add(long loads, List<Long> nanos) {
      mostLoads = Math.max(mostLoads, loads);
      waits.addAll(nanos);
    }

    void add(List<List<Long>> answers) {
      long loads = answers.stream().mapToLong(answer -> answer.get(0)).sum();
      add(loads, answers.stream().flatMap(answer -> answer.stream().skip(1)).toList());
    }

    double p99Millis() {
      List<Long> sorted = waits.stream().sorted().toList();
      return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1e6;
    }

    @Override
    public String toString() {
      return String.format("loads per expiry %d, p99 wait %.0f ms", mostLoads, p99Millis());
    }
  }
}
