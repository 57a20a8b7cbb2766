package io.cacheaside.store.redis.tracking;

import io.cacheaside.background.FirstTable;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.Resp;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waiters that Redis wakes when their keys change, on one connection with client tracking.
 *
 * <p>A waiter is registered <em>before</em> the reply to the read that makes Redis track its key is
 * processed: what changed before the read shows in the reply, what changes after it is pushed, and
 * both arrive in order. One read per key serves all waiters that come until it is answered, and
 * those of the same lease also later. A push ends the tracking of its key, and so the watch.
 *
 * <p>Waiters are bounded in number; those beyond never complete. This class is threadsafe; futures
 * are completed outside its lock.
 */
public final class Watches {
  private static final int MAX_WAITERS = 10_000;
  private static final byte[] TRACKING = Resp.ascii("TRACKING");
  private static final byte[] ON = Resp.ascii("ON");
  private static final byte[] FIRST = Resp.ascii(0);
  private static final byte[] LAST = Resp.ascii(EntryFormat.LEASE_LENGTH - 1);

  private final Connection connection;
  private final Map<Key, Watch> watches = FirstTable.of(new HashMap<>());
  private int waiters;
  private boolean ended;

  Watches(Connection connection) {
    this.connection = connection;
  }

  /**
   * Switches tracking on. The default mode, because pushes of BCAST may arrive after replies that
   * they should precede; no OPTIN, because its announcement and the read can be separated by
   * commands of other threads.
   */
  public Call<?, ?> start() {
    connection.addListener(this::pushed);
    Call<byte[], byte[]> tracking = PlainCall.string(CommandType.CLIENT, TRACKING, ON);
    connection.send(tracking);
    return tracking;
  }

  /** Returns a future that completes when the token may no longer hold the key's lease. */
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    Waiter waiter = new Waiter(token);
    Watch watch;
    boolean ask;
    synchronized (this) {
      if (ended) {
        waiter.wake();
        return waiter;
      }
      if (waiters >= MAX_WAITERS) {
        return waiter;
      }
      waiters++;
      watch = watches.computeIfAbsent(key, Watch::new);
      watch.waiters.add(waiter);
      ask = !watch.asking && !token.equals(watch.seen);
      watch.asking |= ask;
    }
    if (ask) {
      try {
        ask(watch);
      } catch (Throwable e) {
        giveUp(watch, waiter);
        throw e;
      }
    }
    // after the registration: a waiter that was woken already removes itself at once
    var unused = waiter.whenComplete((done, failure) -> remove(watch, waiter));
    return waiter;
  }

  /** Wakes everybody: the connection has ended, nothing will be pushed. */
  void end() {
    List<Waiter> woken = new ArrayList<>();
    synchronized (this) {
      ended = true;
      takeAll(woken);
    }
    woken.forEach(Waiter::wake);
  }

  /** Returns how many waiters are registered. */
  public synchronized int size() {
    return waiters;
  }

  private void ask(Watch watch) {
    Call<byte[], byte[]> read =
        PlainCall.string(CommandType.GETRANGE, watch.key.bytes(), FIRST, LAST);
    var unused =
        read.whenComplete((record, failure) -> answered(watch, failure == null ? record : null));
    connection.send(read);
  }

  /** Nothing was asked: the next waiter has to. */
  private synchronized void giveUp(Watch watch, Waiter waiter) {
    watch.asking = false;
    remove(watch, waiter);
  }

  private void answered(Watch watch, byte @Nullable [] record) {
    LeaseToken token =
        record != null && EntryFormat.isOurs(record) ? EntryFormat.leaseToken(record) : null;
    List<Waiter> woken = new ArrayList<>();
    synchronized (this) {
      if (watches.get(watch.key) != watch) {
        return; // a push was faster
      }
      watch.asking = false;
      watch.seen = token;
      for (Waiter waiter : watch.waiters) {
        if (!waiter.token.equals(token)) {
          woken.add(waiter);
        }
      }
      watch.waiters.removeAll(woken);
      waiters -= woken.size();
      if (watch.waiters.isEmpty()) {
        watches.remove(watch.key);
      }
    }
    woken.forEach(Waiter::wake);
  }

  private void pushed(PushMessage message) {
    if (!message.getType().equals("invalidate")) {
      return;
    }
    List<Waiter> woken = new ArrayList<>();
    Object keys = message.getContent(Watches::bytes).get(1);
    synchronized (this) {
      if (keys instanceof List<?> list) {
        for (Object key : list) {
          Watch watch = watches.remove(Key.of((byte[]) key));
          if (watch != null) {
            take(watch, woken);
          }
        }
      } else {
        takeAll(woken); // null: the whole database was flushed
      }
    }
    woken.forEach(Waiter::wake);
  }

  static Object bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private void takeAll(List<Waiter> target) {
    watches.values().forEach(watch -> take(watch, target));
    watches.clear();
  }

  private void take(Watch watch, List<Waiter> target) {
    target.addAll(watch.waiters);
    waiters -= watch.waiters.size();
    watch.waiters.clear();
  }

  private synchronized void remove(Watch watch, Waiter waiter) {
    if (watch.waiters.remove(waiter)) {
      waiters--;
      if (watch.waiters.isEmpty() && !watch.asking) {
        watches.remove(watch.key, watch);
      }
    }
  }

  /** The waiters of one key; guarded by the lock of the whole. */
  private static final class Watch {
    final Key key;
    final List<Waiter> waiters = new ArrayList<>(2);

    /** Whether a read is under way. */
    boolean asking;

    /** The token that Redis said it would tell us about, or null. */
    @Nullable LeaseToken seen;

    Watch(Key key) {
      this.key = key;
    }
  }

  private static final class Waiter extends CompletableFuture<@Nullable Void> {
    final LeaseToken token;

    Waiter(LeaseToken token) {
      this.token = token;
    }

    void wake() {
      complete(null);
    }
  }
}
