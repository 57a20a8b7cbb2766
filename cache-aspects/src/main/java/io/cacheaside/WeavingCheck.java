package io.cacheaside;

import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.weaving.UnwovenMethod;
import io.cacheaside.weaving.WeavingAudit;
import io.cacheaside.weaving.WeavingReport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when annotated methods are found that are not woven, or whose annotations cannot
 * work. The system property {@code cacheaside.weaving-check} overrides the configuration.
 */
public enum WeavingCheck {
  /** The start, or the test run, fails with the list of the methods. The default. */
  FAIL,
  /** The list is logged as a warning. */
  WARN,
  /** Nothing is looked for. */
  OFF;

  private static final Logger LOG = LoggerFactory.getLogger(WeavingCheck.class);
  private static final int SHOWN = 5;

  /**
   * Returns what is in force: the system property if it is set, else this.
   *
   * @throws CacheConfigurationException if the property has another value
   */
  WeavingCheck orSystemProperty() {
    String property = System.getProperty(WeavingReport.SWITCH);
    if (property == null) {
      return this;
    }
    try {
      return Settings.WEAVING_CHECK.type().read(property);
    } catch (IllegalArgumentException e) {
      throw new CacheConfigurationException(
          List.of(
              "the system property %s \"%s\" %s"
                  .formatted(WeavingReport.SWITCH, property, e.getMessage())));
    }
  }

  /**
   * Compiles the annotations of all classes that an audit has found, and logs what is wrong and
   * does not stop the start.
   *
   * @return what is wrong with annotations, if this is {@link #FAIL}
   */
  List<String> judgeAnnotations(WeavingAudit audit, PlanCheck plans) {
    if (this == OFF) {
      return List.of();
    }
    for (Class<?> type : audit.annotatedClasses()) {
      addTo(plans, type, audit);
    }
    List<String> refusals = plans.refusals();
    if (!refusals.isEmpty()) {
      LOG.error(
          "these methods run uncached, because what they return cannot be cached:\n  - {}",
          String.join("\n  - ", refusals));
    }
    List<String> shared = plans.shared();
    if (!shared.isEmpty()) {
      LOG.error(
          "these methods run uncached, because they have the keys of other methods, and callers of"
              + " one would get what the other has cached:\n  - {}",
          String.join("\n  - ", shared));
    }
    List<String> warnings = plans.warnings();
    if (!warnings.isEmpty()) {
      LOG.warn("these methods have keys in common:\n  - {}", String.join("\n  - ", warnings));
    }
    List<String> mistakes = plans.mistakes();
    if (this == FAIL) {
      return mistakes;
    }
    if (!mistakes.isEmpty()) {
      LOG.warn(
          "annotations cannot work; reads run uncached, writes fail:\n{}",
          String.join("\n", mistakes));
    }
    return List.of();
  }

  private static void addTo(PlanCheck plans, Class<?> type, WeavingAudit audit) {
    try {
      for (Method method : type.getDeclaredMethods()) {
        boolean canBeCached = type.isInterface() || !Modifier.isAbstract(method.getModifiers());
        if (!method.isBridge() && canBeCached) {
          plans.add(method, audit.parameterNames(method));
        }
      }
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("{} cannot be looked at", type, e);
    }
  }

  /**
   * Logs what an audit has found and does not stop the start.
   *
   * @return the report of methods that are not woven, if there are any and this is {@link #FAIL}
   */
  @Nullable String judgeWeaving(WeavingAudit audit) {
    if (this == OFF) {
      return null;
    }
    List<String> unreadable = audit.unreadable();
    if (!unreadable.isEmpty()) {
      LOG.warn(
          "could not be checked for weaving ({} in all): {}",
          unreadable.size(),
          String.join("; ", unreadable.subList(0, Math.min(SHOWN, unreadable.size()))));
    }
    String loadTimeWeaving = audit.loadTimeWeaving();
    if (loadTimeWeaving != null) {
      LOG.info(loadTimeWeaving);
    }
    List<UnwovenMethod> unwoven = audit.unwoven();
    if (!unwoven.isEmpty()) {
      String report = WeavingReport.of(unwoven, audit.circumstances());
      if (this == FAIL) {
        return report;
      }
      LOG.warn(report);
    }
    return null;
  }
}
