package io.cacheaside.store.redis.command;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A number that one call sends and its reply repeats: so a reply proves whose it is. */
final class Nonce {
  private Nonce() {}

  /** Returns eight random bytes. */
  static byte[] next() {
    return ByteBuffer.allocate(Long.BYTES).putLong(ThreadLocalRandom.current().nextLong()).array();
  }

  /**
   * Checks what a reply repeated.
   *
   * @throws IllegalStateException if it is another call's
   */
  static void check(byte[] sent, @Nullable Object repeated) {
    if (!(repeated instanceof byte[] echo && Arrays.equals(sent, echo))) {
      throw new IllegalStateException("the reply is that to another call");
    }
  }
}
