package io.cacheaside;

import io.cacheaside.fixtures.NestedTests;
import io.cacheaside.fixtures.Page;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of {@code docs/testing.md} are run as they stand there. */
@Tag("heavy")
@Timeout(600)
class TestingPageTest {
  private static final int TESTS = 8;

  /** One needs Docker. */
  private static final int ABORTED_AT_MOST = 1;

  @Test
  void examples_areTestsThatSucceed() throws Exception {
    Page page = Page.named("testing.md");
    try (URLClassLoader application = page.load(Map.of())) {
      List<Class<?>> classes = new ArrayList<>();
      for (String path : page.sources().keySet()) {
        if (path.endsWith("Test.java")) {
          String name = path.replace(".java", "").replace('/', '.');
          classes.add(application.loadClass(name));
        }
      }
      NestedTests.run(classes, () -> () -> {}).assertSucceeded(TESTS, ABORTED_AT_MOST);
    }
  }
}
