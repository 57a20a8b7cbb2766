package io.cacheaside.engine.plan;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.spi.InvalidAnnotationException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code @CacheAside} methods that run uncached, because their annotation or what they return
 * cannot work. Each is told of once. Threadsafe.
 */
public final class UncachedMethods {
  private static final Logger LOG = LoggerFactory.getLogger(UncachedMethods.class);

  /** Texts, as a class may have to be unloaded while the engine stays. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Says no more of the methods of which a check has told. */
  public void wereTold(PlanCheck check) {
    check.refused().forEach(method -> told.add(text(method)));
  }

  /** Logs, once for each method, why it runs uncached. */
  public void tell(AnnotatedMethod method, InvalidAnnotationException reason) {
    if (told.add(text(method.method()))) {
      LOG.error("a method runs uncached: {}", reason.getMessage());
    }
  }

  /** Tells methods apart, those of two class loaders too. */
  static String text(Method method) {
    return System.identityHashCode(method.getDeclaringClass()) + " " + method;
  }
}
