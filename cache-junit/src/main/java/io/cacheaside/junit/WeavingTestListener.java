package io.cacheaside.junit;

import java.lang.reflect.InvocationTargetException;
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
    try {
      // by name, because cache-aspects is built after this jar, which it depends on
      Class.forName("io.cacheaside.WeavingCheck").getMethod("ofTestRun").invoke(null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException notWoven) {
        throw notWoven;
      }
      throw new IllegalStateException("the check for weaving failed", e.getCause());
    } catch (ClassNotFoundException e) {
      return; // no cache-aspects, no annotations that could do anything
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cache-junit and cache-aspects have different versions; use the same", e);
    }
  }
}
