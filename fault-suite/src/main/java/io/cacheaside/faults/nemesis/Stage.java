package io.cacheaside.faults.nemesis;

/** The servers of one run. */
public interface Stage extends AutoCloseable {
  /** Returns the URI that clients connect to. */
  String uri();

  /** Repairs what the fault before has left, so that the next one can be made. */
  default void prepare() {}

  /** Stops the servers. Never throws. */
  @Override
  void close();
}
