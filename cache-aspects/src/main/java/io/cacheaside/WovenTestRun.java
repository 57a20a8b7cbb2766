package io.cacheaside;

import io.cacheaside.weaving.WeavingAudit;
import io.cacheaside.weaving.guard.TestRunGuard;
import java.util.List;

/**
 * The look at a test run's directories: fails if annotated methods there are not woven, unless the
 * system property {@code cacheaside.weaving-check} says otherwise. JUnit's listener finds it; not
 * for you.
 */
public final class WovenTestRun implements TestRunGuard {

  /** Made by the service loader. */
  public WovenTestRun() {}

  /**
   * Looks once.
   *
   * @throws NotWovenException if annotated methods are not woven
   * @throws CacheConfigurationException if the system property has none of the three values
   */
  @Override
  public void check() {
    WeavingCheck check = WeavingCheck.FAIL.orSystemProperty();
    if (check != WeavingCheck.OFF) {
      String unwoven = check.judgeWeaving(WeavingAudit.ofDirectories());
      new StartMistakes(unwoven, List.of(), List.of()).throwIfAny();
    }
  }
}
