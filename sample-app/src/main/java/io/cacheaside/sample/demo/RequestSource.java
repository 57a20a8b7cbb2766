package io.cacheaside.sample.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongToIntFunction;

/**
 * Which products the traffic asks for. The same source gives the same requests each time, whoever
 * asks for them: a request depends on its position only.
 */
interface RequestSource {

  /** Returns what the source is, for the progress line. */
  String describe();

  /** Returns the name by which another JVM finds it: {@link #named} is the way back. */
  String name();

  /** Returns how many requests there are, or {@link Long#MAX_VALUE} if they do not end. */
  long size();

  /**
   * Returns the requests: for each position from 0 to below {@link #size} the number of a product.
   *
   * @param products the numbers lie between 1 and this
   */
  LongToIntFunction open(int products);

  /**
   * Returns the source with this name.
   *
   * @throws IOException if it is a trace that cannot be read; the message says what is wrong
   */
  static RequestSource named(String name) throws IOException {
    return name.equals(ZipfRequests.NAME) ? new ZipfRequests() : TraceRequests.read(Path.of(name));
  }
}
