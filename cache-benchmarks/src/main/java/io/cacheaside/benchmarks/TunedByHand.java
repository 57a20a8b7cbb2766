package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;

/**
 * By hand again, by somebody who has measured: {@link HandWritten} moves bytes, decodes on the
 * caller's thread, and has the client's options of {@code RedisStore}.
 */
public final class TunedByHand implements Contender {
  static final String NAME = "tuned";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "by hand, tuned";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new HandWritten(redisUri, "tuned", source);
  }
}
