package io.cacheaside.rewrite;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Option;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.search.UsesType;

/**
 * Turns {@code @Cacheable}, {@code @CacheEvict}, {@code @CachePut}, {@code @Caching} and
 * {@code @CacheConfig} into our annotations, where that is mechanical; where it is not, they stay,
 * and a comment says why. Other code, such as uses of {@code CacheManager}, is not touched.
 *
 * <p>Spring's annotations name no TTL: it stands in the configuration of the cache manager. So each
 * {@code @CacheAside} gets the one that this recipe is given.
 */
public final class MigrateSpringCache extends Recipe {
  static final String DEFAULT_TTL = "5m";

  @Option(
      displayName = "TTL",
      description =
          "What is written as the ttl of each @CacheAside: a number and a unit, such as 5m."
              + " Spring's annotations have none; look for it in the configuration of the cache"
              + " manager.",
      example = "10m",
      required = false)
  private final String ttl;

  /**
   * Creates the recipe.
   *
   * @param ttl the TTL to write; null for five minutes
   */
  @JsonCreator
  public MigrateSpringCache(@JsonProperty("ttl") @Nullable String ttl) {
    this.ttl = ttl == null ? DEFAULT_TTL : ttl;
  }

  /** Returns the TTL that is written. */
  public String getTtl() {
    return ttl;
  }

  @Override
  public String getDisplayName() {
    return "Migrate from Spring Cache to CacheAside";
  }

  @Override
  public String getDescription() {
    return "Turns the annotations of Spring Cache into those of CacheAside, and leaves a comment"
        + " with the reason at each that it cannot.";
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return Preconditions.check(
        new UsesType<>("org.springframework.cache.annotation.*", false),
        new SpringCacheVisitor(ttl));
  }
}
