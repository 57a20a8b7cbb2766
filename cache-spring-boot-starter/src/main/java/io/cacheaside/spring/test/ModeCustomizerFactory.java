package io.cacheaside.spring.test;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Lets {@link AutoConfigureCacheAside} overrule the properties of a context. */
final class ModeCustomizerFactory implements ContextCustomizerFactory {

  @Override
  public ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    AutoConfigureCacheAside annotation =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, AutoConfigureCacheAside.class);
    return new ModeCustomizer(annotation == null ? null : annotation.value());
  }

  /**
   * Equal ones share a context.
   *
   * @param mode null to leave it to the properties
   */
  private record ModeCustomizer(@Nullable CacheAsideMode mode) implements ContextCustomizer {
    private static final String NAME = "@AutoConfigureCacheAside";

    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      MutablePropertySources sources = context.getEnvironment().getPropertySources();
      // the context of a test is often a part of the application
      sources.addLast(
          new MapPropertySource(
              "tests of CacheAside", Map.of("cacheaside.interface-check", "warn")));
      if (mode != null) {
        sources.addFirst(
            new MapPropertySource(
                NAME, Map.of("cacheaside.store", mode.store, "cacheaside.enabled", mode.enabled)));
      }
    }
  }
}
