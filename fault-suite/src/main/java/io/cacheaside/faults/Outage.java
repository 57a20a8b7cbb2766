package io.cacheaside.faults;

import io.cacheaside.faults.checker.Checker;
import io.cacheaside.faults.checker.Findings;
import io.cacheaside.faults.history.History;
import io.cacheaside.faults.history.Window;
import io.cacheaside.faults.history.Window.Effects;
import io.cacheaside.faults.report.CallTimes;
import io.cacheaside.faults.report.Judgement;
import io.cacheaside.faults.report.Row;
import io.cacheaside.faults.workload.Assignment.Side;
import io.cacheaside.faults.workload.ClientProcess;
import io.cacheaside.faults.workload.Clients;
import io.cacheaside.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A long outage under load: Redis is silent for half of the time and dead for the other half, while
 * each client goes on to read and write and invalidates more keys than may be undelivered. Not more
 * than these may be kept, and the clients' heaps may grow by what these cost and by nothing else,
 * however long it takes.
 */
final class Outage {
  /** As it stands in the table. */
  static final String NAME = "outage";

  /** The default of {@code undelivered-limit}. */
  private static final long BOUND = 100_000;

  private static final int TOUCHED_KEYS = 150_000;
  private static final Duration BEFORE = Duration.ofSeconds(1);
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final int SAMPLES = 6;

  /** What an undelivered invalidation may cost, with everything else that an outage costs. */
  private static final long BYTES_PER_KEY = 512;

  private static final double BYTES_PER_MIB = 1 << 20;

  private final Clients clients;
  private final Clients.Load load;
  private final Duration duration;
  private final Path directory;
  private final Map<Integer, Heap> heaps = new HashMap<>();

  /** When clients were told to collect their garbage, which stops them. */
  private final List<Window> collections = new ArrayList<>();

  private final List<String> broken = new ArrayList<>();

  /**
   * One client's heap after collections.
   *
   * @param before the outage
   * @param highest of all samples
   * @param last sample
   * @param mostUndelivered most undelivered invalidations that were seen
   * @param touched invalidations so far
   */
  private record Heap(long before, long highest, long last, long mostUndelivered, long touched) {
    Heap with(Heap now) {
      return new Heap(
          before,
          Math.max(highest, now.last),
          now.last,
          Math.max(mostUndelivered, now.mostUndelivered),
          now.touched);
    }
  }

  Outage(Clients clients, Clients.Load load, Duration duration, Path directory) {
    this.clients = clients;
    this.load = load;
    this.duration = duration;
    this.directory = directory;
  }

  /** Plays the outage. */
  Row play(Judgement judgement) throws InterruptedException {
    Path files = HistoryFiles.create(directory.resolve(NAME));
    Window window;
    long undelivered;
    try (RedisServer server = RedisServer.startProcess()) {
      clients.begin(
          new Clients.Run(
              Side.CACHE_ASIDE, server.uri(), NAME, FaultRun.TTL, FaultRun.LEASE, files));
      Thread.sleep(BEFORE.toMillis());
      clients.all().forEach(this::sample);
      clients.all().forEach(client -> client.ask("touch " + TOUCHED_KEYS));
      long begin = System.nanoTime();
      server.pause();
      sampleFor(duration.dividedBy(2));
      server.kill();
      sampleFor(duration.dividedBy(2));
      server.restart();
      window = new Window(begin, System.nanoTime(), -1, Effects.EMPTIES);
      clients.awaitHits(window.end(), FaultRun.RECOVERY_LIMIT);
      Thread.sleep(AFTER.toMillis());
      undelivered = clients.end();
    }
    judgeHeaps();
    List<Window> windows = List.of(window);
    History history = new History(files);
    Findings findings = new Checker(FaultRun.conditions(clients, windows)).check(history);
    CallTimes times =
        CallTimes.of(history, windows, collections, clients.killed(), load.sharedKeys());
    Row row = judgement.ofOutage(NAME, findings, times, undelivered, notes(), broken);
    if (row.broken().isEmpty()) {
      HistoryFiles.delete(files);
    }
    return row;
  }

  private void sampleFor(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long pause = Math.max(200, time.toMillis() / SAMPLES);
    while (System.nanoTime() - end < 0) {
      Thread.sleep(pause);
      clients.all().forEach(this::sample);
    }
  }

  private void sample(ClientProcess client) {
    long begin = System.nanoTime();
    List<Long> status = client.ask("status");
    collections.add(new Window(begin, System.nanoTime(), client.number(), Effects.NONE));
    long undelivered = status.get(0);
    long touched = status.get(1);
    long heap = status.get(2);
    if (undelivered > BOUND) {
      broken.add(
          "client " + client.number() + " kept " + undelivered + " undelivered invalidations");
    }
    heaps.merge(
        client.number(),
        new Heap(heap, heap, heap, undelivered, touched),
        (known, now) -> known.with(now));
  }

  private void judgeHeaps() {
    heaps.forEach(
        (client, heap) -> {
          if (heap.touched() <= BOUND) {
            broken.add(
                "client " + client + " made " + heap.touched() + " invalidations only: too few");
          }
          if (heap.highest() > heap.before() + BOUND * BYTES_PER_KEY) {
            broken.add("the heap of client " + client + " grew: " + describe(heap));
          }
        });
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    heaps.forEach((client, heap) -> notes.add("client " + client + ": " + describe(heap)));
    return notes;
  }

  private static String describe(Heap heap) {
    return String.format(
        Locale.ROOT,
        "%,d invalidations without Redis, at most %,d kept; heap after collections %.1f MiB before,"
            + " %.1f MiB at most, %.1f MiB at last",
        heap.touched(),
        heap.mostUndelivered(),
        heap.before() / BYTES_PER_MIB,
        heap.highest() / BYTES_PER_MIB,
        heap.last() / BYTES_PER_MIB);
  }
}
