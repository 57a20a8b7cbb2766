package io.cacheaside.faults.workload;

import static java.util.Objects.requireNonNull;

import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.HistoryWriter;
import io.cacheaside.faults.history.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** The threads of one client: readers, writers, and one that probes. They record each call. */
final class Workers {
  private static final int ERRORS_SHOWN = 5;
  private static final int DATABASE = 0;
  private static final int CACHE = 1;
  private static final int PROBE_WRITES = 64;

  private final Assignment assignment;
  private final Versions versions;
  private final HistoryWriter history;
  private final Popularity popularity;
  private final LongAdder operations = new LongAdder();
  private final LongAdder touched = new LongAdder();
  private final AtomicInteger errors = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile long lastHit = Long.MIN_VALUE;

  Workers(Assignment assignment, Versions versions, HistoryWriter history) {
    this.assignment = assignment;
    this.versions = versions;
    this.history = history;
    this.popularity = new Popularity(assignment.sharedKeys());
  }

  /** Starts all threads. */
  void start() {
    for (int i = 0; i < assignment.readers(); i++) {
      start("reader-" + i, this::readForever);
    }
    for (int i = 0; i < assignment.writers(); i++) {
      start("writer-" + i, this::writeForever);
    }
    start("probe", this::probeForever);
  }

  /** Starts a thread that invalidates one key after the other, {@code keys} different ones. */
  void startTouching(int keys, int pauseAfter) {
    start("toucher", thread -> touchForever(keys, pauseAfter));
  }

  /**
   * Makes so many reads at once, each on a thread of its own, and returns when all have ended.
   *
   * @throws IllegalStateException if one of them ended otherwise than a read may
   */
  void crowd(int calls) throws InterruptedException {
    int thread = threads.size() + 1;
    Crowd.of(calls, number -> read(thread, popularity.next(random(thread + number))));
  }

  private interface Loop {
    void run(int thread);
  }

  private void start(String name, Loop loop) {
    int number = threads.size() + 1;
    Thread thread = new Thread(() -> loop.run(number), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Returns how many reads and writes ended so far. */
  long operations() {
    return operations.sum();
  }

  /** Returns how many invalidations {@link #startTouching} made so far. */
  long touched() {
    return touched.sum();
  }

  /** Returns when one of the latest hits began, on the clock of {@link System#nanoTime}. */
  long lastHit() {
    return lastHit;
  }

  /** Stops all threads and waits for them. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void readForever(int thread) {
    SplittableRandom random = random(thread);
    while (!stopped) {
      read(thread, popularity.next(random));
      pause(1);
    }
  }

  private void writeForever(int thread) {
    SplittableRandom random = random(thread);
    while (!stopped) {
      write(thread, popularity.next(random));
      pause(10);
    }
  }

  private void probeForever(int thread) {
    int first = assignment.firstOwnKey();
    for (int i = 0; !stopped; i++) {
      int key = first + i % Assignment.OWN_KEYS;
      if (i % PROBE_WRITES == 0) {
        write(thread, key);
      } else {
        read(thread, key);
      }
      pause(2);
    }
  }

  private void touchForever(int keys, int pauseAfter) {
    for (int i = 0; !stopped; i++) {
      versions.touch(i % keys);
      touched.increment();
      if (i > pauseAfter) {
        pause(1);
      }
    }
  }

  private SplittableRandom random(int thread) {
    return new SplittableRandom(assignment.client() * 1_000L + thread);
  }

  private void pause(int times) {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos((long) assignment.paceMicros() * times));
  }

  private void read(int thread, int key) {
    CallTrace trace = CallTrace.current();
    trace.clear();
    long begin = System.nanoTime();
    try {
      Versioned found = versions.find(key);
      long end = System.nanoTime();
      Source source = requireNonNull(trace.source(), "the read was not seen by the cache");
      if (!found.isIntact(key)) {
        throw new IllegalStateException("row " + key + " was asked for, this came: " + found);
      }
      if (source == Source.HIT) {
        lastHit = begin;
      }
      history.append(
          EventKind.READ,
          source.number(),
          trace.reason(),
          key,
          thread,
          trace.loadMicros(),
          found.version(),
          begin,
          end);
    } catch (RuntimeException | VirtualMachineError e) {
      failed(EventKind.READ_FAILED, e, key, thread, begin);
    }
    operations.increment();
  }

  private void write(int thread, int key) {
    CallTrace trace = CallTrace.current();
    trace.clear();
    long begin = System.nanoTime();
    try {
      long version = versions.raise(key);
      long end = System.nanoTime();
      history.append(
          EventKind.WRITTEN,
          trace.isDelivered() ? 1 : 0,
          0,
          key,
          thread,
          trace.loadMicros(),
          version,
          begin,
          end);
    } catch (RuntimeException | VirtualMachineError e) {
      failed(EventKind.WRITE_FAILED, e, key, thread, begin);
    }
    operations.increment();
  }

  private void failed(EventKind kind, Throwable e, int key, int thread, long begin) {
    int detail = e instanceof DatabaseException ? DATABASE : CACHE;
    history.append(kind, detail, 0, key, thread, -1, 0, begin, System.nanoTime());
    boolean expected = detail == CACHE && assignment.side() == Assignment.Side.NAIVE;
    if (!expected && errors.incrementAndGet() <= ERRORS_SHOWN) {
      e.printStackTrace(); // the coordinator passes the error stream on
    }
  }
}
