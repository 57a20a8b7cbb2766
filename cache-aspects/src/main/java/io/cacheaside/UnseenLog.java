package io.cacheaside;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Says that nobody sees what is logged, where the application has no provider of SLF4J. */
final class UnseenLog {
  private static final String WORDS =
      "CacheAside: no provider of SLF4J is on the class path, so the warnings and errors of the cache"
          + " are not seen; add one, such as org.slf4j:slf4j-simple or ch.qos.logback:logback-classic"
          + " (or org.slf4j:slf4j-nop to say that this is meant)";

  /** The provider of version 2, and the binding of version 1.7, for which no words are meant. */
  private static final String[] MEANT = {
    "org/slf4j/nop/NOPServiceProvider.class", "org/slf4j/impl/StaticLoggerBinder.class"
  };

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private UnseenLog() {}

  /** Writes a line to the standard error, once in a JVM; there is no other place. */
  @SuppressWarnings("SystemOut")
  static void say() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof NOPLoggerFactory && !isMeant() && SAID.compareAndSet(false, true)) {
      System.err.println(WORDS);
    }
  }

  private static boolean isMeant() {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    for (String name : MEANT) {
      boolean isThere =
          loader == null
              ? ClassLoader.getSystemResource(name) != null
              : loader.getResource(name) != null;
      if (isThere) {
        return true;
      }
    }
    return false;
  }
}
