package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Puts the cache in front of repositories of Spring Data whose interfaces are annotated. It lies
 * outside the transactions and the translation of exceptions, which their factories add first.
 */
final class CachedRepositories implements BeanPostProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);
  private static final String WRITES = "(save|delete|insert|update).*";

  private final ObjectProvider<CacheAsideRuntime> runtimes;

  CachedRepositories(ObjectProvider<CacheAsideRuntime> runtimes) {
    this.runtimes = runtimes;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof RepositoryFactoryBeanSupport<?, ?, ?> factory
        && isAnnotated(factory.getObjectType())) {
      CacheAsideRuntime runtime = ContextRuntimes.of(runtimes);
      if (runtime != null) {
        putInFront(runtime, factory);
      }
    }
    return bean;
  }

  private static void putInFront(
      CacheAsideRuntime runtime, RepositoryFactoryBeanSupport<?, ?, ?> repositories) {
    repositories.addRepositoryFactoryCustomizer(
        factory ->
            factory.addRepositoryProxyPostProcessor(
                (proxy, information) -> {
                  Class<?> type = information.getRepositoryInterface();
                  CacheAdvisor.Methods methods = CacheAdvisor.ofInterface(runtime, type);
                  CachedBeans.require(runtime, type);
                  proxy.addAdvice(0, CacheAdvisor.interceptor(methods));
                  warnOfForgotten(type, information);
                }));
  }

  private static boolean isAnnotated(Class<?> type) {
    return Arrays.stream(type.getMethods()).anyMatch(AnnotatedTypes::isAnnotated);
  }

  /** Warns of inherited writes that invalidate nothing where finders are cached. */
  private static void warnOfForgotten(Class<?> type, RepositoryInformation information) {
    List<String> cached = new ArrayList<>();
    TreeSet<String> forgotten = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(CacheAside.class)) {
        cached.add(method.getName());
      } else if (method.getName().matches(WRITES)
          && method.getDeclaringClass().getName().startsWith("org.springframework.data.")
          && !isRedeclared(type, method)) {
        forgotten.add(method.getName());
      }
    }
    if (!cached.isEmpty() && !forgotten.isEmpty()) {
      String entity = information.getDomainType().getSimpleName();
      LOG.warn(
          "{}: {} cached, but these inherited methods invalidate nothing: {}. Redeclare those that you"
              + " call, with the keys that they change, for example\n"
              + "  @Invalidate(key = \"...:{entity.id}\")\n"
              + "  <S extends {}> S save(S entity);",
          type.getName(),
          String.join(", ", cached) + (cached.size() == 1 ? " is" : " are"),
          String.join(", ", forgotten),
          entity);
    }
  }

  private static boolean isRedeclared(Class<?> type, Method inherited) {
    return Arrays.stream(type.getMethods())
        .anyMatch(
            each ->
                each.getName().equals(inherited.getName())
                    && each.getParameterCount() == inherited.getParameterCount()
                    && AnnotatedTypes.invalidates(each));
  }
}
