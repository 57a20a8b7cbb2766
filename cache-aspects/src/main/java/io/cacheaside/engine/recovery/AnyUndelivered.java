package io.cacheaside.engine.recovery;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything is undelivered at all: all that a read looks at while nothing is, which is
 * nearly always. And what makes everything count as undelivered, as mere fields, because to set
 * them needs neither memory nor stack.
 *
 * <p>The word is never {@link #NONE} from when somebody has said that something is undelivered
 * until that was taken back. Two rules see to it; all fields are volatile, so there is one order of
 * all steps.
 *
 * <ol>
 *   <li>Who leaves something undelivered notes the fact first ({@link #lostKeys}, {@link
 *       #unsettled}, or the number of keys), and then sets the word to {@link #SOME}, or looks
 *       again. He has said it when he has done both.
 *   <li>Only {@link #lookAgain} makes the word none, one thread at a time, under the lock of the
 *       keys: it sets the word to looking, reads all facts, and if there is none changes looking,
 *       and nothing else, to none.
 * </ol>
 *
 * <p>If the word was set to some before it was set to looking, the fact was noted before it is
 * read, so it is seen, and the word stays. If it is set after that, it comes either before the
 * change to none, which then fails, or after it, and is the last: in no order is the word none in
 * the end. Were the word set first, it could be changed to none before the fact is there.
 */
public class AnyUndelivered {
  static final int NONE = 0;

  /** Something may be undelivered: the long way has to be gone. */
  public static final int SOME = 1;

  private static final int LOOKING = 2;

  private static final AtomicIntegerFieldUpdater<AnyUndelivered> WORD =
      AtomicIntegerFieldUpdater.newUpdater(AnyUndelivered.class, "word");

  private static final AtomicReferenceFieldUpdater<AnyUndelivered, @Nullable Object> UNSETTLED =
      AtomicReferenceFieldUpdater.newUpdater(AnyUndelivered.class, Object.class, "unsettled");

  /**
   * {@link #NONE} only if nothing is undelivered. Set to {@link #SOME} right after one of the
   * facts.
   */
  public volatile int word;

  /**
   * Set by whoever could not note keys for want of memory or stack. All regions count as
   * undelivered from then on, until they were cleared.
   */
  public volatile boolean lostKeys;

  /**
   * The last call whose end met an Error, set after it was marked as one to be looked after.
   * Nothing is served until somebody has looked.
   */
  public volatile @Nullable Object unsettled;

  /** Returns whether nothing can be served, whatever its key. */
  boolean isOfAll() {
    return lostKeys || unsettled != null;
  }

  /** Takes it back that keys were lost: all regions are about to be counted. */
  void takeBackLostKeys() {
    lostKeys = false;
  }

  /**
   * Says that the keys of all calls are noted that were to be looked after when that was the last
   * one; another one meanwhile stays.
   */
  void settled(@Nullable Object last) {
    UNSETTLED.compareAndSet(this, last, null);
  }

  /**
   * Makes the word none if nothing is undelivered; under the lock of the keys.
   *
   * @param counted how many keys there are
   */
  void lookAgain(int counted) {
    word = LOOKING;
    if (isOfNothing(counted)) {
      WORD.compareAndSet(this, LOOKING, NONE);
    }
  }

  /** Reads the facts; for tests of what happens in between. */
  boolean isOfNothing(int counted) {
    return counted == 0 && !isOfAll();
  }
}
