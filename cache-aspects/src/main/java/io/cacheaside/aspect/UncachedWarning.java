package io.cacheaside.aspect;

import java.util.concurrent.atomic.AtomicBoolean;
import org.aspectj.lang.JoinPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once in a JVM, of calls while no runtime is installed. Threadsafe. */
public final class UncachedWarning {
  private static final Logger LOG = LoggerFactory.getLogger(Advised.class);
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private UncachedWarning() {}

  /** Leaves the warning out from now on, because such calls are meant. */
  public static void leaveOut() {
    SAID.set(true);
  }

  static void say(JoinPoint.@Nullable StaticPart joinPoint) {
    if (SAID.compareAndSet(false, true)) {
      LOG.warn(
          "{} was called while no CacheAsideRuntime is installed: annotated methods run uncached"
              + " until one is. Call CacheAsideRuntime.install(...) first; in Spring, put"
              + " @DependsOn(\"cache\") on the bean that makes the call, with the name of the bean"
              + " that installs the cache. In tests this may be what you want. Said once.",
          joinPoint == null
              ? "an annotated method"
              : joinPoint.getSignature().getDeclaringTypeName()
                  + "."
                  + joinPoint.getSignature().getName());
    }
  }
}
