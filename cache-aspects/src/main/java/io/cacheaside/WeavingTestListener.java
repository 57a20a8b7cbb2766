package io.cacheaside;

import io.cacheaside.weaving.WeavingAudit;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets a test run fail at once if annotated methods in its directories are not woven: otherwise the
 * tests would pass without a cache. The JUnit Platform finds it by itself, in Maven, Gradle and
 * IDEs. {@code -Dcacheaside.weaving-check=off} (or {@code warn}) for the JVM of the tests switches
 * it.
 *
 * <p>Tests that run on a module path do not have it: a named module could only offer it if JUnit
 * were always there. The check of {@link CacheAsideRuntime#install} finds the same methods there.
 */
public final class WeavingTestListener implements LauncherSessionListener {

  /** Made by the JUnit Platform. */
  public WeavingTestListener() {}

  /**
   * Looks through the directories of the class path.
   *
   * @throws NotWovenException if annotated methods are not woven
   */
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    WeavingCheck check = WeavingCheck.FAIL.orSystemProperty();
    if (check != WeavingCheck.OFF) {
      check.judge(WeavingAudit.ofDirectories());
    }
  }
}
