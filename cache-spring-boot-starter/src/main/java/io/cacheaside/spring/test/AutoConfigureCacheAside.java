package io.cacheaside.spring.test;

import io.cacheaside.spring.CacheAsideAutoConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Says which cache the context of a test has, whatever its properties say. In tests of a slice of
 * the application, such as those with {@code @DataJpaTest}, which have none otherwise, it brings
 * one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(CacheAsideAutoConfiguration.class)
public @interface AutoConfigureCacheAside {

  /** Where values are kept. */
  CacheAsideMode value() default CacheAsideMode.MEMORY;
}
