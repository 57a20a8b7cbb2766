package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Makes the runtime, or all that there are, before the other singletons, and, where some of them
 * are made earlier, as the filters of a web server are, before the first one whose methods are
 * annotated can be called. So it is also destroyed after them.
 */
final class EarlyRuntime
    implements BeanFactoryInitializer<ListableBeanFactory>,
        InstantiationAwareBeanPostProcessor,
        BeanFactoryAware,
        PriorityOrdered {
  private @Nullable ConfigurableListableBeanFactory beans;
  private final AnnotatedTypes annotated = new AnnotatedTypes();
  private volatile boolean made;

  @Override
  public void setBeanFactory(BeanFactory factory) {
    beans = (ConfigurableListableBeanFactory) factory;
  }

  /** Before all that may call methods, such as those with {@code @PostConstruct}. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void initialize(ListableBeanFactory factory) {
    make();
  }

  @Override
  public boolean postProcessAfterInstantiation(Object bean, String name) {
    if (!made && annotated.contains(bean.getClass()) && !isBeingMade()) {
      make();
    }
    return true;
  }

  private void make() {
    Objects.requireNonNull(beans)
        .getBeanProvider(CacheAsideRuntime.class)
        .forEach(ContextRuntimes::add); // an application may have several
    made = true;
  }

  /** Whether the bean is one that the runtime needs, such as a listener: it has to go first. */
  private boolean isBeingMade() {
    ConfigurableListableBeanFactory factory = Objects.requireNonNull(beans);
    for (String name : factory.getBeanNamesForType(CacheAsideRuntime.class, true, false)) {
      if (factory.isCurrentlyInCreation(name)) {
        return true;
      }
    }
    return false;
  }
}
