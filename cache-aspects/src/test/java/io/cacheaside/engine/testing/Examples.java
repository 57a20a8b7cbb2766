package io.cacheaside.engine.testing;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.fixtures.ShownKeys;
import io.cacheaside.spi.Key;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Annotated methods and their plans, for tests. */
public final class Examples {
  private static final Regions REGIONS = new Regions("shop", Map.of());
  private static final PlanCompiler COMPILER =
      new PlanCompiler("shop", new StubCodec(), REGIONS, true);

  private Examples() {}

  public interface Users {
    @CacheAside(key = "user:{id}", ttl = "5m")
    @Nullable String find(long id);

    @CacheAside(key = "user:{id}", ttl = "5m")
    String findOther(long id);

    @CacheAside(key = "user:{id}", ttl = "5m")
    Optional<String> findOptional(long id);
  }

  public static MethodPlan find() {
    return COMPILER.compileRead(method(Users.class, "find"));
  }

  public static MethodPlan findOther() {
    return COMPILER.compileRead(method(Users.class, "findOther"));
  }

  public static MethodPlan findOptional() {
    return COMPILER.compileRead(method(Users.class, "findOptional"));
  }

  public static Key user(long id) {
    return ShownKeys.of("shop:default:{user:" + id + "}");
  }

  /** Returns that user's entry. */
  public static Target.Entry entry(long id) {
    return new Target.Entry(user(id), region("default"));
  }

  /** Returns what a write would say of the key. */
  public static Target.Entry entry(Key key) {
    String text = key.text();
    int from = text.indexOf(':') + 1;
    return new Target.Entry(key, region(text.substring(from, text.indexOf(':', from))));
  }

  /** Returns a region of the application shop. */
  public static Region region(String name) {
    return REGIONS.named(name);
  }

  public static Target.Whole whole(String region) {
    return new Target.Whole(region(region));
  }

  /** Returns the only method that the class declares. */
  public static AnnotatedMethod onlyMethod(Class<?> owner) {
    Method[] methods = declared(owner);
    if (methods.length != 1) {
      throw new IllegalArgumentException(owner + " declares " + methods.length + " methods");
    }
    return annotated(methods[0]);
  }

  public static AnnotatedMethod method(Class<?> owner, String name) {
    return Arrays.stream(declared(owner))
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .map(Examples::annotated)
        .orElseThrow();
  }

  private static Method[] declared(Class<?> owner) {
    return Arrays.stream(owner.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .toArray(Method[]::new);
  }

  private static AnnotatedMethod annotated(Method method) {
    return new AnnotatedMethod(
        method, Arrays.stream(method.getParameters()).map(Parameter::getName).toList());
  }
}
