package io.cacheaside.faults;

import io.cacheaside.faults.checker.Checker;
import io.cacheaside.faults.checker.Conditions;
import io.cacheaside.faults.checker.Findings;
import io.cacheaside.faults.history.History;
import io.cacheaside.faults.history.Window;
import io.cacheaside.faults.nemesis.Fault;
import io.cacheaside.faults.nemesis.FaultCatalogue;
import io.cacheaside.faults.report.CallTimes;
import io.cacheaside.faults.report.Judgement;
import io.cacheaside.faults.report.Row;
import io.cacheaside.faults.workload.Assignment.Side;
import io.cacheaside.faults.workload.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays one fault again and again under load, and has the history judged. */
final class FaultRun {
  /** Short, so that entries expire within a run. */
  static final Duration TTL = Duration.ofSeconds(2);

  /** Short, so that a client can be stopped for longer. */
  static final Duration LEASE = Duration.ofSeconds(1);

  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration CALM = Duration.ofMillis(900);
  private static final Duration SLACK = Duration.ofMillis(500);
  private static final Duration ROLLBACK_LAG = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** After which hits are not waited for any longer. */
  static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);

  private static final int CYCLES = 2;

  /** So many that the textbook's race comes up for certain, whatever is asked of the other side. */
  private static final long NAIVE_OPERATIONS = 30_000;

  private final Clients clients;
  private final Clients.Load load;
  private final long operations;
  private final Path directory;
  private final Judgement judgement;

  /**
   * Creates a run.
   *
   * @param operations how many reads and writes there have to be at least
   * @param directory for the histories
   */
  FaultRun(
      Clients clients, Clients.Load load, long operations, Path directory, Judgement judgement) {
    this.clients = clients;
    this.load = load;
    this.operations = operations;
    this.directory = directory;
    this.judgement = judgement;
  }

  /** Lets the clients work for a while, so that what is judged later does not run in cold JVMs. */
  void warmUp() throws InterruptedException {
    Path files = HistoryFiles.create(directory.resolve("warm-up"));
    try (Fault.Opened stage = FaultCatalogue.none().open()) {
      clients.begin(new Clients.Run(Side.CACHE_ASIDE, stage.uri(), "warm-up", TTL, LEASE, files));
      Thread.sleep(WARM_UP.toMillis());
      clients.end();
    }
    HistoryFiles.delete(files);
  }

  /** Plays the fault; the history is deleted if no promise was broken. */
  Row play(Fault<?> fault, Side side) throws InterruptedException {
    String name = (side == Side.NAIVE ? "naive-" : "") + fault.name().replaceAll("\\W+", "-");
    Path files = HistoryFiles.create(directory.resolve(name));
    List<Window> windows = new ArrayList<>();
    long needed = side == Side.NAIVE ? Math.max(operations, NAIVE_OPERATIONS) : operations;
    long undelivered;
    try (Fault.Opened stage = fault.open()) {
      clients.begin(new Clients.Run(side, stage.uri(), name, TTL, LEASE, files));
      Thread.sleep(CALM.toMillis());
      while (windows.size() < CYCLES || clients.operations() < needed) {
        stage.prepare();
        long begin = System.nanoTime();
        int client = stage.play(clients);
        long end = System.nanoTime();
        windows.add(new Window(begin, end, client, fault.effects()));
        clients.awaitHits(end, RECOVERY_LIMIT);
        Thread.sleep(CALM.toMillis());
      }
      undelivered = clients.end();
    }
    Row row = judge(fault, side, files, windows, undelivered);
    if (row.broken().isEmpty()) {
      HistoryFiles.delete(files);
    }
    return row;
  }

  /** Returns what the history of a run is judged by. */
  static Conditions conditions(Clients clients, List<Window> windows) {
    return new Conditions(TTL, LEASE, SLACK, ROLLBACK_LAG, SETTLING, clients.killed(), windows);
  }

  private Row judge(Fault<?> fault, Side side, Path files, List<Window> windows, long undelivered) {
    History history = new History(files);
    Findings findings = new Checker(conditions(clients, windows)).check(history);
    CallTimes times =
        CallTimes.of(history, windows, List.of(), clients.killed(), load.sharedKeys());
    return side == Side.NAIVE
        ? judgement.ofNaive(fault, findings, times)
        : judgement.of(fault, findings, times, undelivered);
  }
}
