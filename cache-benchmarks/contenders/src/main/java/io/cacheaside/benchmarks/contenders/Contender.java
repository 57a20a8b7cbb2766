package io.cacheaside.benchmarks.contenders;

import java.util.EnumSet;
import java.util.Set;

/** One way to cache. Found by {@link java.util.ServiceLoader}; stateless. */
public interface Contender {

  /** Returns the word by which it is selected, in lower case, without spaces and commas. */
  String name();

  /** Returns its line in the table. */
  String title();

  /** Returns what it can do; everything, unless overridden. */
  default Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  /**
   * Connects.
   *
   * @param redisUri of a server that stands alone
   * @param source what is cached
   */
  CachedRepository open(String redisUri, Source source) throws Exception;
}
