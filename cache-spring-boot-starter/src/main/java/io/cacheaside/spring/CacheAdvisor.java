package io.cacheaside.spring;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.interception.Interception;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/**
 * The cache around the calls of one bean, outside all that its proxy does otherwise. Threadsafe.
 */
final class CacheAdvisor extends StaticMethodMatcherPointcutAdvisor {
  private static final long serialVersionUID = 1L;

  private final transient Methods methods;

  /** Which methods of a bean are to be intercepted. */
  @FunctionalInterface
  interface Methods {
    /**
     * Returns the interception of a method; none if its calls go straight on.
     *
     * @throws io.cacheaside.spi.InvalidAnnotationException if its annotations are wrong
     */
    Optional<Interception> find(Method method);
  }

  CacheAdvisor(Methods methods) {
    this.methods = methods;
    setAdvice(new Calls(methods));
  }

  /**
   * Returns those that a repository or another interface declares, or inherits, with annotations.
   */
  static Methods ofInterface(CacheAsideRuntime runtime, Class<?> type) {
    return method ->
        method.getDeclaringClass().isAssignableFrom(type)
            ? runtime.interception(type, method)
            : Optional.empty();
  }

  @Override
  public boolean matches(Method method, Class<?> target) {
    return methods.find(method).isPresent();
  }

  /** Returns an interceptor that does the same, for proxies of which somebody else is in charge. */
  static MethodInterceptor interceptor(Methods methods) {
    return new Calls(methods);
  }

  /** Returns whether an advice of a proxy is ours. */
  static boolean isOurs(Advice advice) {
    return advice instanceof Calls;
  }

  /** Makes the calls. */
  private static final class Calls implements MethodInterceptor {
    private final Methods methods;
    private final Map<Method, Optional<Interception>> known = new ConcurrentHashMap<>();

    Calls(Methods methods) {
      this.methods = methods;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
      Method method = invocation.getMethod();
      Optional<Interception> found = known.get(method);
      if (found == null) {
        found = methods.find(method);
        known.put(method, found);
      }
      if (found.isEmpty()) {
        return invocation.proceed();
      }
      @Nullable Object[] given = invocation.getArguments();
      return found
          .get()
          .call(
              invocation.getThis(),
              given,
              arguments -> {
                if (arguments != given && invocation instanceof ProxyMethodInvocation ours) {
                  ours.setArguments(arguments);
                }
                return invocation.proceed();
              });
    }
  }
}
