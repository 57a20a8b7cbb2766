package io.cacheaside.engine;

import io.cacheaside.spi.Codec;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the annotated methods that are known at the start, all of it at once and
 * before one of them is called. Has to do with no engine and no store. Not threadsafe.
 */
public final class PlanCheck {
  private final PlanCompiler compiler;
  private final List<String> mistakes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<Method> refused = new ArrayList<>();

  /** Creates a check with the settings that an engine is going to have. */
  public PlanCheck(String app, Codec codec, Map<String, RegionSettings> regions) {
    this.compiler = new PlanCompiler(app, codec, regions);
  }

  /**
   * Looks at a method; never fails. One whose classes are not there is for its first call, and so
   * are the keys where classes were compiled without {@code -parameters}.
   */
  public void add(Method method) {
    AnnotatedMethod annotated = annotated(method);
    Problems wrong = new Problems(annotated);
    Problems refusal = new Problems(annotated);
    try {
      compiler.check(annotated, wrong, refusal);
    } catch (RuntimeException | LinkageError e) {
      return;
    }
    mistakes.addAll(wrong.all());
    refusals.addAll(refusal.all());
    if (!refusal.isEmpty()) {
      refused.add(method);
    }
  }

  private static AnnotatedMethod annotated(Method method) {
    Parameter[] parameters = method.getParameters();
    return Arrays.stream(parameters).allMatch(Parameter::isNamePresent)
        ? new AnnotatedMethod(method, Arrays.stream(parameters).map(Parameter::getName).toList())
        : AnnotatedMethod.withoutNames(method);
  }

  /** Returns what is wrong with annotations; each names the method, the finding and the fix. */
  public List<String> mistakes() {
    return mistakes.stream().sorted().toList();
  }

  /** Returns which methods run uncached, and why: the codec refuses what they return. */
  public List<String> refusals() {
    return refusals.stream().sorted().toList();
  }

  List<Method> refused() {
    return refused;
  }
}
