package io.cacheaside.store.redis.connection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger of all that makes up a store: users know it by the name of the store. */
public final class StoreLogger {
  /** Named as the class that users open. */
  public static final Logger LOG = LoggerFactory.getLogger("io.cacheaside.store.redis.RedisStore");

  private StoreLogger() {}
}
