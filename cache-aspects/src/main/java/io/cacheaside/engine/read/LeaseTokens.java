package io.cacheaside.engine.read;

import io.cacheaside.spi.LeaseToken;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The source of lease tokens: none is ever given out twice, in no JVM. Threadsafe. */
final class LeaseTokens {
  private final long instance;
  private final AtomicLong sequence = new AtomicLong();

  LeaseTokens(long random) {
    this.instance = random | Long.MIN_VALUE;
  }

  static LeaseTokens random() {
    return new LeaseTokens(new SecureRandom().nextLong());
  }

  LeaseToken next() {
    return new LeaseToken(instance, sequence.incrementAndGet());
  }

  /** Returns whether the token is one of these. */
  boolean isOwn(LeaseToken token) {
    return token.instance() == instance;
  }
}
