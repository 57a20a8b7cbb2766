package io.cacheaside.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place for entries and leases that many JVMs share, with the atomic steps of the lease protocol
 * (docs/protocol.md).
 *
 * <p>All methods return at once and are threadsafe. A future fails with a {@link StoreException};
 * it may also <em>never</em> complete (a lost reply), so callers bound their waiting. A call whose
 * future timed out or was cancelled may still take effect. Steps of one key that this JVM sent one
 * after another take effect in that order as long as the {@link #epoch} does not change. Futures
 * may complete on an I/O thread: dependents must not block or decode there.
 */
public interface Store extends AutoCloseable {

  /** Returns the record under the key, unchecked, or null if there is none. One round trip. */
  CompletableFuture<byte @Nullable []> lookup(Key key);

  /**
   * Takes the lease of a key, if nobody holds it and the key's value is still the one seen.
   *
   * @param token never used before
   * @param leaseMillis after which it may be granted to somebody else; a populate is accepted until
   *     it was, at most for another {@code leaseMillis}
   * @param seen the etag of the value that the caller found and cannot use, or null if it saw none
   */
  CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen);

  /**
   * Extends the lease to {@code leaseMillis} from now.
   *
   * @return true, or false if the token does not hold the lease any more
   */
  CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis);

  /**
   * Stores the record if the token still holds the lease, and ends the lease, in one atomic step.
   *
   * @param record a whole record, made with {@link EntryFormat#writeHeader}
   * @param ttlMillis until the entry vanishes, more than 0
   * @return true, or false if the lease was lost: then nothing was written
   */
  CompletableFuture<Boolean> populate(Key key, LeaseToken token, byte[] record, long ttlMillis);

  /**
   * Gives the lease back without a value; a value under the key stays.
   *
   * @return true, or false if the token did not hold the lease
   */
  CompletableFuture<Boolean> release(Key key, LeaseToken token);

  /**
   * Removes entries <em>and leases</em> of all keys: no load that began before can populate after.
   *
   * @return how many of the keys existed
   */
  default CompletableFuture<Long> invalidate(List<Key> keys) {
    return invalidate(keys, 0);
  }

  /**
   * Removes entries and leases of all keys, and puts the keys into quarantine: what is populated
   * within {@code settleMillis} vanishes at the end of that time. For sources whose readers may see
   * the state before the write for so long.
   *
   * @param settleMillis 0 for no quarantine; a longer one that a key is in already is not shortened
   * @return how many of the keys existed
   */
  CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis);

  /**
   * Invalidates as {@link #invalidate(List, long)} does, and tells for which of the keys it failed:
   * each part was sent by itself, so it succeeds or fails without regard to the others.
   *
   * @return parts that hold each of the keys once
   */
  default List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    return List.of(new Part(keys, invalidate(keys, settleMillis)));
  }

  /**
   * Keys whose invalidation was sent together.
   *
   * @param answer how many of them existed
   */
  record Part(List<Key> keys, CompletableFuture<Long> answer) {}

  /**
   * Puts the keys into quarantine before a write: what they hold, and what is populated meanwhile,
   * vanishes at the end of that time, so that a writer who dies before its {@link #invalidate}
   * leaves nothing behind. Leases stay.
   *
   * @param millis at least the time until the invalidation; a longer quarantine is not shortened
   * @return true, or false if the store had no room for the quarantine of some key: then only what
   *     was there is limited
   */
  CompletableFuture<Boolean> fence(List<Key> keys, long millis);

  /**
   * Returns the generation of a region: a number that each {@link #clear} replaces by another one
   * that was never used before. An entry is valid if it was stamped with the generation that its
   * readers find; the stamp is read before the load begins.
   *
   * <p>A store may answer from a copy that it keeps in this JVM, so a clearing by another JVM may
   * show late, by a bound that the store states. A clearing through this store shows at once.
   *
   * @param generationKey the key that holds it; made for this purpose, never an entry's
   */
  CompletableFuture<Long> generation(Key generationKey);

  /**
   * Clears a region: replaces its generation, which makes all its entries invalid in one step, and
   * the loads that run as well.
   *
   * @return the new generation
   */
  CompletableFuture<Long> clear(Key generationKey);

  /**
   * Returns a future that completes when {@code token} may no longer be the lease of the key: it
   * was populated, released, invalidated, or expired. It may complete without need or never; who
   * waits for it polls as well, and asks the store again afterwards.
   */
  CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token);

  /**
   * Called when a caller has waited for an answer as long as it means to. The store fails the call
   * with {@link StoreException.Reason#TIMEOUT} once it knows that the silence is not of this JVM's
   * own making: that the request has left long enough ago, and that no answer waits to be read. A
   * call that it does not end is one of {@link StoreException.Reason#OVERLOADED}. Returns at once;
   * by default the call has failed then.
   *
   * @param call a future that this store gave, done or not
   * @param limitNanos how long the store has to have had for the answer
   * @return for how many nanoseconds more it makes sense to wait for the answer or the verdict
   */
  default long overdue(CompletableFuture<?> call, long limitNanos) {
    call.completeExceptionally(
        new StoreException(
            StoreException.Reason.TIMEOUT, "no answer within the command timeout", null));
    return 0;
  }

  /** Asks for a sign of life. */
  CompletableFuture<@Nullable Void> ping();

  /**
   * Returns the number of the current connection. It changes when the connection is lost: what was
   * learned under another epoch (leases above all) is void.
   */
  long epoch();

  /**
   * Sets who is told of each connection that replaces a lost one, before the first lookup uses it;
   * at most one, set before the first call. Called on a thread of the store; must not block.
   */
  default void onReconnect(Consumer<Reconnection> listener) {}

  /**
   * Drops a connection that is open but silent, so that calls fail at once instead of hanging; the
   * store connects again by itself.
   */
  default void reset() {}

  /** Closes connections and threads; pending calls fail. Never throws. */
  @Override
  void close();
}
