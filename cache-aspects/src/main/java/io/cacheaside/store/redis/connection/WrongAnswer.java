package io.cacheaside.store.redis.connection;

import java.io.IOException;

/** Says that what a server answered while a connection was made is nothing that a Redis says. */
final class WrongAnswer extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param what was wrong with it
   */
  WrongAnswer(Object what) {
    super(
        "its answers are not those of a Redis ("
            + what
            + "); check the host and port in the Redis URI");
  }
}
