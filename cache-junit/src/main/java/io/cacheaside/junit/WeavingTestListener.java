package io.cacheaside.junit;

import io.cacheaside.weaving.guard.TestRunGuard;
import java.util.ServiceLoader;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets a test run fail at once if annotated methods in its directories are not woven: otherwise the
 * tests would pass without a cache. The JUnit Platform finds it by itself, in Maven, Gradle and
 * IDEs. {@code -Dcacheaside.weaving-check=off} (or {@code warn}) for the JVM of the tests switches
 * it.
 */
public final class WeavingTestListener implements LauncherSessionListener {

  /** Made by the JUnit Platform. */
  public WeavingTestListener() {}

  /**
   * Looks through the directories of the class path and of the module path.
   *
   * @throws RuntimeException if annotated methods are not woven, with the list of them
   */
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    ClassLoader loader = WeavingTestListener.class.getClassLoader();
    for (TestRunGuard guard : ServiceLoader.load(TestRunGuard.class, loader)) {
      guard.check();
    }
  }
}
