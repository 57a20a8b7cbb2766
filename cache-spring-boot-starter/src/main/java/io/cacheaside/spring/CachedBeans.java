package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.interception.Interception;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Puts the cache in front of beans where weaving does not reach or would come too late: in front of
 * annotated methods of interfaces, which have no body; and outside the transaction that the proxy
 * of a bean begins, so that a hit begins none and a miss is granted before it begins.
 */
final class CachedBeans implements BeanPostProcessor {
  private static final String TRANSACTIONS =
      "org.springframework.transaction.interceptor.TransactionAspectSupport";

  private final ObjectProvider<CacheAsideRuntime> runtimes;
  private final AnnotatedTypes annotated = new AnnotatedTypes();

  CachedBeans(ObjectProvider<CacheAsideRuntime> runtimes) {
    this.runtimes = runtimes;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AopInfrastructureBean || bean instanceof BeanPostProcessor) {
      return bean;
    }
    Class<?> type = AopUtils.getTargetClass(bean);
    List<Class<?>> interfaces = annotatedInterfaces(bean, type);
    List<Advisor> transactions =
        bean instanceof Advised advised ? transactions(advised) : List.of();
    boolean outside = !transactions.isEmpty() && annotated.contains(type);
    if ((interfaces.isEmpty() && !outside) || hasOurs(bean)) {
      return bean;
    }
    CacheAsideRuntime runtime = ContextRuntimes.of(runtimes);
    if (runtime == null) {
      return bean;
    }
    interfaces.forEach(each -> require(runtime, each));
    CacheAdvisor advisor =
        new CacheAdvisor(method -> find(runtime, type, method, interfaces, transactions));
    return advised(bean, advisor);
  }

  /** Asks for all interceptions, so that what is wrong with one stops the start. */
  static void require(CacheAsideRuntime runtime, Class<?> type) {
    for (Method method : type.getMethods()) {
      if (AnnotatedTypes.isAnnotated(method)) {
        var unused = runtime.interception(type, method);
      }
    }
  }

  private static Object advised(Object bean, CacheAdvisor advisor) {
    if (bean instanceof Advised proxy && !proxy.isFrozen()) {
      proxy.addAdvisor(0, advisor);
      return bean;
    }
    ProxyFactory factory = new ProxyFactory(bean);
    factory.setProxyTargetClass(
        !Proxy.isProxyClass(bean.getClass()) && !Modifier.isFinal(bean.getClass().getModifiers()));
    factory.addAdvisor(advisor);
    return factory.getProxy(bean.getClass().getClassLoader());
  }

  /** A method of a class is woven; it is intercepted only if a transaction lies around it. */
  private static Optional<Interception> find(
      CacheAsideRuntime runtime,
      Class<?> type,
      Method method,
      List<Class<?>> interfaces,
      List<Advisor> transactions) {
    Method own = AopUtils.getMostSpecificMethod(method, type);
    if (!own.getDeclaringClass().isInterface() && AnnotatedTypes.isAnnotated(own)) {
      return transactions.stream().anyMatch(each -> matches(each, own, type))
          ? runtime.interception(type, own)
          : Optional.empty();
    }
    for (Class<?> each : interfaces) {
      Method declared =
          ClassUtils.getMethodIfAvailable(each, method.getName(), method.getParameterTypes());
      if (declared != null) {
        Optional<Interception> found = runtime.interception(each, declared);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Advisor advisor, Method method, Class<?> type) {
    return !(advisor instanceof PointcutAdvisor pointed)
        || pointed.getPointcut().getMethodMatcher().matches(method, type);
  }

  /** Returns the interfaces that declare or inherit an annotated method without a body. */
  private List<Class<?>> annotatedInterfaces(Object bean, Class<?> type) {
    Set<Class<?>> all = ClassUtils.getAllInterfacesForClassAsSet(bean.getClass());
    all.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
    return all.stream().filter(annotated::contains).toList();
  }

  private static boolean hasOurs(Object bean) {
    if (bean instanceof Advised advised) {
      for (Advisor each : advised.getAdvisors()) {
        if (each instanceof CacheAdvisor || CacheAdvisor.isOurs(each.getAdvice())) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Advisor> transactions(Advised proxy) {
    List<Advisor> found = new ArrayList<>();
    for (Advisor each : proxy.getAdvisors()) {
      if (isOfTransactions(each.getAdvice().getClass())) {
        found.add(each);
      }
    }
    return found;
  }

  private static boolean isOfTransactions(@Nullable Class<?> type) {
    return type != null
        && (type.getName().equals(TRANSACTIONS) || isOfTransactions(type.getSuperclass()));
  }
}
