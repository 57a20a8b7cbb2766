package io.cacheaside.engine.plan;

import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether what a method returns comes back from its bytes. The first values of each class are read
 * back before they are stored, later ones now and then, and all of them for a while after one did
 * not come back. Threadsafe.
 *
 * <p>Values of which one after the other does not come back are not worth a lease, for which others
 * wait: then the method is suspended, and only now and then a value tells whether it still has to.
 */
final class Restorability {
  /** Values of a class that are read back in any case. */
  private static final int FIRST = 4;

  /** Values that have to come back after one did not, before most are trusted again. */
  private static final int PROBATION = 64;

  /** Failures in a row that suspend a method of which values have come back. */
  private static final int PATIENCE = 3;

  /** The longest pause, in loads, between two values that are tried while suspended. */
  private static final int LONGEST_PAUSE = 1024;

  private final Codec.TypeCodec codec;
  private final ConcurrentHashMap<Class<?>, AtomicLong> encoded = new ConcurrentHashMap<>();
  private volatile boolean suspended;

  // Guarded by the lock of this, under which nothing is called.
  private volatile int probation;
  private boolean refused;
  private boolean comesNotBack;
  private boolean anyCameBack;
  private int failuresInARow;
  private int loadsWhileSuspended;

  Restorability(Codec.TypeCodec codec) {
    this.codec = codec;
  }

  /** Returns whether values are neither stored nor looked for. */
  boolean isSuspended() {
    return suspended;
  }

  /**
   * Returns the bytes of a value that is to be stored, preceded by room for a header.
   *
   * @throws CodecException if it cannot be encoded, is too large, or does not come back
   */
  byte[] encode(Object value, int headroom) {
    AtomicLong sameClass = encoded.get(value.getClass());
    long before = sameClass == null ? 0 : sameClass.getAndIncrement();
    boolean isPowerOfTwo = (before & (before - 1)) == 0;
    if (before >= FIRST && !isPowerOfTwo && probation == 0) {
      return codec.encode(value, headroom);
    }
    byte[] bytes;
    try {
      bytes = codec.encodeAndVerify(value, headroom);
    } catch (CodecException e) {
      if (e.isNotRestored()) {
        failed();
      }
      throw e;
    }
    if (sameClass == null) { // only now: there may be any number of classes that are refused
      encoded.putIfAbsent(value.getClass(), new AtomicLong(1));
    }
    cameBack();
    return bytes;
  }

  private synchronized void failed() {
    probation = PROBATION;
    failuresInARow++;
    comesNotBack = !anyCameBack || failuresInARow >= PATIENCE;
    suspended = refused || comesNotBack;
  }

  private synchronized void cameBack() {
    anyCameBack = true;
    failuresInARow = 0;
    comesNotBack = false;
    suspended = refused;
    loadsWhileSuspended = 0;
    if (probation > 0) {
      probation--;
    }
  }

  /** Says whether values are not to be stored or looked for, even if they come back. */
  synchronized void refuse(boolean refuse) {
    refused = refuse;
    suspended = refuse || comesNotBack;
  }

  /** Says that intact bytes could not be decoded, so that the next values are read back. */
  synchronized void doubt() {
    probation = PROBATION;
  }

  /** Takes notice of a value that was loaded past the cache, because the method is suspended. */
  void reconsider(Object value) {
    if (isToTry()) {
      try {
        encode(value, 0);
      } catch (RuntimeException | LinkageError | StackOverflowError stillSo) {
        // it remains suspended
      }
    }
  }

  private synchronized boolean isToTry() {
    if (refused) {
      return false;
    }
    int n = ++loadsWhileSuspended;
    return (n & (n - 1)) == 0 || n % LONGEST_PAUSE == 0;
  }
}
