package io.cacheaside;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/** Says that nobody sees what is logged, where the application has no provider of SLF4J. */
final class UnseenLog {
  private static final String WORDS =
      "CacheAside: no provider of SLF4J is on the class path, so nobody sees the warnings and errors"
          + " of the cache; add one, such as org.slf4j:slf4j-simple or"
          + " ch.qos.logback:logback-classic (or org.slf4j:slf4j-nop, if that is what you want)";

  /** In version 2 only, which ignores the bindings of version 1.7. */
  private static final String PROVIDER = "org/slf4j/spi/SLF4JServiceProvider.class";

  /** The provider of version 2 that says that no words are meant. */
  private static final String MEANT = "org/slf4j/nop/NOPServiceProvider.class";

  /** The binding of version 1.7: if it is there and nothing is logged, that is meant. */
  private static final String BINDING = "org/slf4j/impl/StaticLoggerBinder.class";

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
    return isThere(isThere(PROVIDER) ? MEANT : BINDING);
  }

  private static boolean isThere(String name) {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    return loader == null
        ? ClassLoader.getSystemResource(name) != null
        : loader.getResource(name) != null;
  }
}
