package io.cacheaside.benchmarks.contenders;

import java.util.List;
import java.util.ServiceLoader;

/** The contenders on this JVM's class path. */
public final class Contenders {
  private Contenders() {}

  /** Returns all of them, in the order in which they are declared. */
  public static List<Contender> all() {
    return ServiceLoader.load(Contender.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * Returns the one with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Contender named(String name) {
    return all().stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no contender on the class path is called \""
                        + name
                        + "\"; there are "
                        + all().stream().map(Contender::name).toList()));
  }
}
