package io.cacheaside.spring.test;

import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.spring.ContextRuntimes;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Puts the runtime of a test's context in force, and no other: Spring keeps the contexts of other
 * tests open. Where the context has none, nothing is cached.
 */
final class RuntimeOfTheTest extends AbstractTestExecutionListener {

  /** Before beans are injected, which makes the context. */
  @Override
  public int getOrder() {
    return 1900;
  }

  @Override
  public void beforeTestClass(TestContext test) {
    ContextRuntimes.deactivateAll();
  }

  @Override
  public void prepareTestInstance(TestContext test) {
    ContextRuntimes.deactivateAll();
    activate(test);
  }

  @Override
  public void beforeTestMethod(TestContext test) {
    if (ContextRuntimes.isAnotherInForce(runtime(test))) {
      ContextRuntimes.deactivateAll();
      activate(test);
    }
  }

  @Override
  public void afterTestClass(TestContext test) {
    ContextRuntimes.deactivateAll();
  }

  private static void activate(TestContext test) {
    CacheAsideRuntime runtime = runtime(test);
    if (runtime == null) {
      CacheAsideRuntime.leaveUncached();
    } else {
      runtime.activate();
    }
  }

  private static @Nullable CacheAsideRuntime runtime(TestContext test) {
    return ContextRuntimes.of(
        test.getApplicationContext().getBeanProvider(CacheAsideRuntime.class));
  }
}
