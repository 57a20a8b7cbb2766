package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.region.KeySpace;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.Names;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidAnnotationException;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the annotations of a method into its plan, or reports everything that is wrong with them at
 * once.
 */
public final class PlanCompiler {

  private final String app;
  private final Codec codec;
  private final Regions regions;
  private final boolean logKeys;

  /** Creates a compiler with regions of its own, whose keys do not show their text. */
  public PlanCompiler(String app, Codec codec, Map<String, SettingValues> regions) {
    this(app, codec, new Regions(app, regions), false);
  }

  /**
   * Creates a compiler that makes the regions known which it meets.
   *
   * @param logKeys whether the keys show their text
   */
  public PlanCompiler(String app, Codec codec, Regions regions, boolean logKeys) {
    this.logKeys = logKeys;
    this.app = app;
    this.codec = codec;
    this.regions = regions;
  }

  /** Returns what the configuration says about a region. */
  SettingValues settings(String region) {
    return regions.settings(region);
  }

  /**
   * Compiles {@code @CacheAside}.
   *
   * @throws InvalidAnnotationException with all problems of the method
   */
  public MethodPlan compileRead(AnnotatedMethod annotated) {
    Method method = annotated.method();
    CacheAside annotation = method.getAnnotation(CacheAside.class);
    if (annotation == null) {
      throw new IllegalArgumentException(method + " has no @CacheAside");
    }
    Problems problems = new Problems(annotated);
    MethodPlan plan = plan(annotated, annotation, problems, problems);
    problems.throwIfAny();
    if (plan == null) {
      throw new IllegalStateException("a part is missing without a problem: " + method);
    }
    return plan;
  }

  /**
   * Throws what is wrong with any annotation of a method, or with what it returns.
   *
   * @throws InvalidAnnotationException with all problems of the method
   */
  public void check(AnnotatedMethod annotated) {
    Problems problems = new Problems(annotated);
    var unused = check(annotated, problems, problems);
    problems.throwIfAny();
  }

  /**
   * Says what is wrong with a method before it is called. Where the names of its parameters cannot
   * be told yet, keys are not looked at.
   *
   * @param mistakes where to report what is wrong with the annotations
   * @param refusals where to report that the codec refuses the return type
   * @return the plan of reads if nothing is wrong with it; else null, and where there are none
   */
  @Nullable MethodPlan check(AnnotatedMethod annotated, Problems mistakes, Problems refusals) {
    Method method = annotated.method();
    CacheAside annotation = method.getAnnotation(CacheAside.class);
    MethodPlan plan = annotation == null ? null : plan(annotated, annotation, mistakes, refusals);
    if (method.getAnnotationsByType(Invalidate.class).length > 0) {
      var unused = invalidations(annotated, mistakes);
    }
    return mistakes.isEmpty() ? plan : null;
  }

  /** Returns null after a problem was reported, and where the names of parameters are missing. */
  private @Nullable MethodPlan plan(
      AnnotatedMethod annotated, CacheAside annotation, Problems mistakes, Problems refusals) {
    Method method = annotated.method();
    TypeDefaults type = TypeDefaults.of(method);
    String region = type.regionOf(annotation);
    checkRegion("@CacheAside", annotation.region(), region, mistakes);
    checkSameKey(annotation, type, method, mistakes);
    KeyBinder binder =
        annotated.lacksNames()
            ? null
            : binder(annotated, region, mistakes).bind("@CacheAside", annotation.key(), false);
    if (binder != null) {
      ReturnTypes.checkTypeParameters(method, binder, mistakes);
    }
    Ttl ttl = TtlRules.ttl(annotation, type, region, settings(region), mistakes);
    ReturnTypes.check(method, mistakes);
    Codec.TypeCodec typeCodec = mistakes.isEmpty() ? typeCodec(method, refusals) : null;
    if (binder == null || typeCodec == null || ttl == null) {
      return null;
    }
    return new MethodPlan(
        annotated.inRegion(region),
        binder.region(),
        binder,
        ReturnShape.of(method.getReturnType()),
        typeCodec,
        codec.id(),
        codec.maxPayloadBytes(),
        ttl,
        settings(region));
  }

  /**
   * Compiles all {@code @Invalidate} of a method. If the names of its parameters cannot be told
   * now, the plan clears the regions of its keys.
   *
   * @throws InvalidAnnotationException with all problems of the method
   */
  public InvalidationPlan compileInvalidations(AnnotatedMethod annotated) {
    Problems problems = new Problems(annotated);
    InvalidationPlan plan = invalidations(annotated, problems);
    problems.throwIfAny();
    return plan;
  }

  private InvalidationPlan invalidations(AnnotatedMethod annotated, Problems problems) {
    ReturnTypes.checkSynchronous(annotated.method(), problems);
    List<KeyBinder> binders = new ArrayList<>();
    List<KeyBinder> fenced = new ArrayList<>();
    List<Region> clears = new ArrayList<>();
    Set<String> regionNames = new HashSet<>();
    TypeDefaults type = TypeDefaults.of(annotated.method());
    for (Invalidate annotation : annotated.method().getAnnotationsByType(Invalidate.class)) {
      String region = type.regionOf(annotation);
      checkRegion("@Invalidate", annotation.region(), region, problems);
      regionNames.add(region);
      if (annotation.key().length == 0 && annotation.region().isEmpty()) {
        problems.add(
            "@Invalidate names no key; write key = \"...\" as in the @CacheAside it is for, or"
                + (type.isNamed()
                    ? " region = \"" + region + "\" to clear the region"
                    : " region = \"...\" to clear a region"));
      } else if (annotation.key().length == 0 || annotated.lacksNames()) {
        clears.add(regions.named(region));
      }
      if (annotated.lacksNames()) {
        continue;
      }
      TemplateBinder binder = binder(annotated, region, problems);
      for (String template : annotation.key()) {
        KeyBinder bound = binder.bind("@Invalidate", template, true);
        if (bound != null) {
          binders.add(bound);
          if (annotation.when() == Invalidate.When.AROUND && !bound.needsResult()) {
            fenced.add(bound);
          }
        }
      }
    }
    String region = regionNames.size() == 1 ? regionNames.iterator().next() : Names.DEFAULT_REGION;
    return new InvalidationPlan(
        annotated.inRegion(region), List.copyOf(binders), List.copyOf(fenced), List.copyOf(clears));
  }

  /** Returns a plan that clears regions. */
  public InvalidationPlan clearing(CachedMethod method, Set<String> names) {
    return new InvalidationPlan(
        method, List.of(), List.of(), names.stream().map(regions::named).toList());
  }

  /**
   * Returns a plan that invalidates one key, which is written and not computed.
   *
   * @param text what stands between the braces of the key
   */
  public InvalidationPlan ofKey(CachedMethod method, String region, String text) {
    KeyBinder key = KeyBinder.of(text, regions.named(region), KeySpace.of(app, region, logKeys));
    return new InvalidationPlan(method, List.of(key), List.of(), List.of());
  }

  /** Returns the names of the regions known so far; the set is a copy. */
  public Set<String> regionNames() {
    return regions.known().stream().map(Region::name).collect(Collectors.toSet());
  }

  private TemplateBinder binder(AnnotatedMethod annotated, String region, Problems problems) {
    return new TemplateBinder(
        annotated, regions.named(region), KeySpace.of(app, region, logKeys), problems);
  }

  /**
   * Reports a region that has no name.
   *
   * @param written what the method itself says, which may be nothing
   */
  private static void checkRegion(
      String annotation, String written, String region, Problems problems) {
    if (!Names.isValid(region)) {
      String place = written.isEmpty() ? "@CacheRegion" : annotation + " region";
      problems.add(place + " \"" + region + "\" is not a name; use " + Names.ALLOWED);
    }
  }

  private static void checkSameKey(
      CacheAside annotation, TypeDefaults type, Method method, Problems problems) {
    String region = type.regionOf(annotation);
    for (Invalidate invalidate : method.getAnnotationsByType(Invalidate.class)) {
      String other = type.regionOf(invalidate);
      if (other.equals(region) && invalidate.key().length == 0 && !invalidate.region().isEmpty()) {
        problems.add(
            "@Invalidate clears the region \""
                + region
                + "\" of the @CacheAside on the same method: each call would remove what it has"
                + " just cached; drop one of them");
      }
      if (other.equals(region) && List.of(invalidate.key()).contains(annotation.key())) {
        problems.add(
            "@CacheAside and @Invalidate have the same key \""
                + annotation.key()
                + "\": each call would remove what it has just cached; drop one of them");
      }
    }
  }

  private Codec.@Nullable TypeCodec typeCodec(Method method, Problems problems) {
    try {
      return codec.forType(method.getGenericReturnType());
    } catch (IllegalArgumentException e) {
      TypeVariable<?> variable = Generics.classVariable(method.getGenericReturnType(), Set.of());
      String advice = variable == null ? "" : KeyAdvice.forVariable(variable.getName());
      problems.add("@CacheAside " + e.getMessage() + advice);
      return null;
    }
  }
}
