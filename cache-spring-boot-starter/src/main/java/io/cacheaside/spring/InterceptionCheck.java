package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;

/** Stops the start if annotated methods of interfaces would do nothing: no bean implements them. */
final class InterceptionCheck implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);

  private final String check;
  private final ObjectProvider<CacheAsideRuntime> runtimes;
  private final ListableBeanFactory beans;

  InterceptionCheck(
      String check, ObjectProvider<CacheAsideRuntime> runtimes, ListableBeanFactory beans) {
    if (!List.of("fail", "warn", "off").contains(check)) {
      throw new CacheStartException(
          "cacheaside.interface-check \"" + check + "\" is none of fail, warn and off");
    }
    this.check = check;
    this.runtimes = runtimes;
    this.beans = beans;
  }

  @Override
  public void afterSingletonsInstantiated() {
    CacheAsideRuntime runtime = ContextRuntimes.of(runtimes);
    if (runtime == null || check.equals("off")) {
      return;
    }
    List<String> inVain =
        runtime.notIntercepted().stream().filter(method -> !isOfBean(method)).toList();
    if (inVain.isEmpty()) {
      return;
    }
    String text =
        "these annotated methods of interfaces would run uncached and invalidate nothing, because no"
            + " bean implements them. Make it a bean, annotate the methods of a class, or, in a"
            + " context that is a part of the application, set cacheaside.interface-check=off:\n  - "
            + String.join("\n  - ", inVain);
    if (check.equals("fail")) {
      throw new CacheStartException(text);
    }
    LOG.warn(text);
  }

  /** A bean that is there goes through the cache; one that is lazy will. */
  private boolean isOfBean(String method) {
    String owner = method.substring(0, method.lastIndexOf('.', method.indexOf('(')));
    try {
      Class<?> type = ClassUtils.forName(owner, null);
      return beans.getBeanNamesForType(type, true, false).length > 0;
    } catch (ClassNotFoundException | LinkageError e) {
      return true; // it cannot be called either
    }
  }
}
