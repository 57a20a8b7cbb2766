package io.cacheaside.spi;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The seam to one kind of transactions: Spring's, JTA's, or an application's own. Through it the
 * engine keeps what a transaction invalidated until the transaction has ended.
 *
 * <p>"The transaction" is always that of the calling thread: the physical one, which begins with
 * the outermost unit of work and ends with its commit or rollback. While a thread has suspended a
 * transaction for another, it is in the other one. Savepoints are no transactions.
 *
 * <p>Implementations are threadsafe. {@link #isActive} and {@link #state} are called on the read
 * path: they are fast and allocate nothing. If a method throws, the engine goes the safe way: it
 * invalidates at once, and what is read is not cached.
 */
public interface TransactionHook {

  /** How a transaction ended. */
  enum Outcome {
    /** What it wrote is visible to everybody. */
    COMMITTED,
    /** It wrote nothing. */
    ROLLED_BACK,
    /**
     * It may have committed or not; counts as committed, since an invalidation too many is cheap.
     */
    UNKNOWN,
    /**
     * It has ended, but what it wrote may be part of another one that has not: the last call
     * follows when that has ended. Counts as committed by now, and until then as invalid.
     */
    PARTIAL
  }

  /** What reads of a transaction see. */
  enum Isolation {
    /** What was committed when the statement began, and the transaction's own writes. */
    READ_COMMITTED,
    /** An older snapshot, or what others have not committed. */
    OTHER,
    /** Whatever the source does if it is not told: the configuration may say what that is. */
    DEFAULT
  }

  /**
   * Why what a transaction loads must not be shown to others; for the log.
   *
   * @param finding the transaction and what was found about it, to follow "it was called in"
   * @param cure what to write instead, as an order
   */
  record Doubt(String finding, String cure) {}

  /**
   * Returns whether the calling thread is in a transaction whose end can be waited for with {@link
   * #attach}.
   */
  boolean isActive();

  /** Returns what reads of the active transaction see; only called while there is one. */
  Isolation isolation();

  /**
   * Returns null if it is proven that what the calling thread loads next in the active transaction
   * is as new as outside of it, and committed; otherwise what stands against it. Asked at a miss,
   * if neither {@link #isolation} nor the configuration says READ_COMMITTED; it may ask the
   * database.
   */
  default @Nullable Doubt doubt() {
    return new Doubt(
        "a transaction known by "
            + getClass().getName()
            + (isolation() == Isolation.OTHER
                ? ", which may see an old snapshot"
                : ", whose isolation is not known"),
        "Call the method before the transaction begins, or set transaction-isolation ="
            + " read-committed if each statement of such transactions sees the newest commit");
  }

  /**
   * Returns what shows that the active transaction reads from a replica, which may lag behind; null
   * if nothing does. Asked at a miss, after all else, unless the region's entries settle after an
   * invalidation.
   *
   * @param mayAsk whether the database may be asked
   */
  default @Nullable Doubt replicaDoubt(boolean mayAsk) {
    return null;
  }

  /**
   * Returns what stands against showing to others what the calling thread loads next, with or
   * without an active transaction; null if nothing does. It may come from something that the thread
   * has kept since an earlier load, such as a persistence context, and hence be older than the
   * load; or from a transaction that cannot be waited for. Asked at each miss; asks no database.
   */
  default @Nullable Doubt threadDoubt() {
    return null;
  }

  /**
   * Returns what was attached to the transaction for the owner, or null if nothing was, or if there
   * is no transaction.
   *
   * @param owner compared by identity
   */
  @Nullable Object state(Object owner);

  /**
   * Returns what was attached for the owner to transactions that the thread has left for the active
   * one, but whose connections it may still read and write with, as with two transaction managers.
   * Asked if something was invalidated in a transaction of this JVM that has not ended.
   *
   * @param owner compared by identity
   */
  default List<Object> outerStates(Object owner) {
    return List.of();
  }

  /**
   * Keeps an object with the active transaction, and calls back once when the transaction has
   * ended: on any thread, and before other callbacks for its end as far as possible. If the outcome
   * is settled already, the call comes before this method returns. With {@link Outcome#PARTIAL}, it
   * is called before that, too.
   *
   * @param owner for whom; has nothing attached to the transaction yet
   * @param state what {@link #state} returns from now on until the transaction has ended
   * @param whenEnded never throws
   * @throws RuntimeException if the end of the transaction cannot be waited for; then nothing is
   *     attached
   */
  void attach(Object owner, Object state, Consumer<Outcome> whenEnded);
}
