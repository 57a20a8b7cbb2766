package io.cacheaside.store.redis.history;

import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replication history of the server that we talk to, and how far it was at which time; from it
 * follows whether the server behind a new connection has everything that was acknowledged before.
 *
 * <p>Each sample costs some bytes, and the number is bounded: at one for each second they reach
 * back two minutes. Threadsafe.
 */
public final class ReplicationHistory {
  private static final int MAX_SAMPLES = 120;

  /** How far the server was when it was asked; everything before {@code nanos} is included. */
  record Sample(long nanos, long offset) {}

  /**
   * What a new connection means.
   *
   * @param tookOver whether a replica was promoted, or is the same as one
   */
  record Consequence(Reconnection reconnection, boolean tookOver) {}

  private final boolean oneOfMany;

  /** Guarded by this, as all that follows; the newest last. */
  private final Deque<Sample> samples = new ArrayDeque<>();

  private @Nullable String replid;
  private boolean primary;

  /**
   * @param oneOfMany whether other servers acknowledge while this one is away, so that what this
   *     one acknowledged last may not be remembered any more when it is back
   */
  ReplicationHistory(boolean oneOfMany) {
    this.oneOfMany = oneOfMany;
  }

  /** Returns the name of the history, or null if none is known. */
  public synchronized @Nullable String replid() {
    return replid;
  }

  /** Returns whether the server's history is this one, or began with it. */
  synchronized boolean isContinuedBy(ReplicationInfo now) {
    return now.replid().equals(replid) || now.replid2().equals(replid);
  }

  /** Goes on where the other one is: what is known of it is known of this from now on. */
  void continueFrom(ReplicationHistory other) {
    List<Sample> known;
    String name;
    synchronized (other) {
      known = List.copyOf(other.samples);
      name = other.replid;
    }
    synchronized (this) {
      samples.clear();
      samples.addAll(known);
      replid = name;
    }
  }

  /**
   * Takes note of a server behind a new connection.
   *
   * @param empty whether it holds no data at all
   * @param askedNanos when it was asked, on the clock of {@link System#nanoTime}
   * @return null for the first one
   */
  synchronized @Nullable Consequence connected(
      ReplicationInfo now, boolean empty, long askedNanos) {
    Consequence consequence = replid == null ? null : judge(now, empty);
    boolean unknown =
        consequence != null && consequence.reconnection().history() == History.UNKNOWN;
    boolean begunAnew = empty && !now.replid().equals(replid);
    if (unknown || begunAnew) {
      samples.clear(); // offsets of another history
    } else {
      samples.removeIf(sample -> sample.offset() > now.offset());
    }
    note(now, askedNanos);
    return consequence;
  }

  /**
   * Takes note of a sample on the same connection.
   *
   * @return false if the server may hold other data than before: then it has to be looked at like
   *     one behind a new connection, and nothing was noted
   */
  synchronized boolean continues(ReplicationInfo now, long askedNanos) {
    Sample last = samples.peekLast();
    boolean forward = last == null || now.offset() >= last.offset();
    // A primary takes a new name when its first replica comes, or some time after the last one
    // left.
    boolean renamed = primary && now.primary() && now.isOriginal();
    if (forward && primary == now.primary() && (now.replid().equals(replid) || renamed)) {
      note(now, askedNanos);
      return true;
    }
    return false;
  }

  private void note(ReplicationInfo now, long askedNanos) {
    replid = now.replid();
    primary = now.primary();
    samples.addLast(new Sample(askedNanos, now.offset()));
    if (samples.size() > MAX_SAMPLES) {
      samples.removeFirst();
    }
  }

  /** Compares a server with what was known of the one before, by the table of docs/protocol.md. */
  private Consequence judge(ReplicationInfo now, boolean empty) {
    Sample last = samples.peekLast();
    if (now.replid().equals(replid)) {
      return last == null || now.offset() >= last.offset()
          ? new Consequence(new Reconnection(History.INTACT, 0), false)
          : rewoundTo(now.offset() + 1, samples);
    }
    if (empty) {
      return new Consequence(new Reconnection(History.INTACT, 0), false);
    }
    if (!now.replid2().equals(replid)) {
      return new Consequence(new Reconnection(History.UNKNOWN, 0), false);
    }
    return last != null && last.offset() < now.secondOffset() && !oneOfMany
        ? new Consequence(new Reconnection(History.INTACT, 0), true)
        : rewoundTo(now.secondOffset(), samples);
  }

  /**
   * @param firstMissing the first offset that is not there any more
   */
  private static Consequence rewoundTo(long firstMissing, Deque<Sample> samples) {
    Sample intact = null;
    for (Sample sample : samples) {
      if (sample.offset() < firstMissing) {
        intact = sample;
      }
    }
    Reconnection reconnection =
        intact == null
            ? new Reconnection(History.UNKNOWN, 0)
            : new Reconnection(History.REWOUND, intact.nanos());
    return new Consequence(reconnection, true);
  }
}
