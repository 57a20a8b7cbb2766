package io.cacheaside.engine.plan;

import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.spi.Codec;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with the annotated methods that are known at the start, all of it at once and
 * before one of them is called. Has to do with no engine and no store. Not threadsafe.
 */
public final class PlanCheck {
  private final PlanCompiler compiler;
  private final List<String> mistakes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<Method> refused = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** What they wrongly replace or share is told when all are known. */
  private final EntryOwners owners = new EntryOwners(true, error -> {}, warnings::add);

  /** Else the owners would forget them. */
  private final List<MethodPlan> plans = new ArrayList<>();

  private boolean looked;

  /** Creates a check with the settings that an engine is going to have. */
  public PlanCheck(String app, Codec codec, Map<String, SettingValues> regions) {
    this.compiler = new PlanCompiler(app, codec, regions);
  }

  /**
   * Looks at a method; never fails. One whose classes are not there is for its first call, and so
   * are the keys where nobody knows the names of the parameters.
   *
   * @param namesInFile those of its parameters, if its class file has them, for classes that were
   *     compiled without {@code -parameters}
   */
  public void add(Method method, List<String> namesInFile) {
    looked = true;
    AnnotatedMethod annotated = annotated(method, namesInFile);
    Problems wrong = new Problems(annotated);
    Problems refusal = new Problems(annotated);
    try {
      MethodPlan plan = compiler.check(annotated, wrong, refusal);
      if (plan != null) {
        plans.add(plan);
        owners.add(annotated, plan);
      }
    } catch (RuntimeException | LinkageError e) {
      return;
    }
    mistakes.addAll(wrong.all());
    refusals.addAll(refusal.all());
    if (!refusal.isEmpty()) {
      refused.add(method);
    }
  }

  private static AnnotatedMethod annotated(Method method, List<String> namesInFile) {
    Parameter[] parameters = method.getParameters();
    return Arrays.stream(parameters).allMatch(Parameter::isNamePresent)
        ? new AnnotatedMethod(method, Arrays.stream(parameters).map(Parameter::getName).toList())
        : new AnnotatedMethod(method, namesInFile);
  }

  /**
   * Returns the names of all regions that methods or settings name; empty if there is no method.
   */
  public Set<String> regions() {
    return looked ? compiler.regionNames() : Set.of();
  }

  /** Returns what is wrong with annotations; each names the method, the finding and the fix. */
  public List<String> mistakes() {
    return Stream.concat(mistakes.stream(), owners.replaced().stream()).sorted().toList();
  }

  /** Returns which methods may share entries, and what to do. */
  public List<String> warnings() {
    return warnings.stream().sorted().toList();
  }

  /** Returns which methods run uncached, and why: the codec refuses what they return. */
  public List<String> refusals() {
    return refusals.stream().sorted().toList();
  }

  /** Returns which methods run uncached, because they would serve what others have cached. */
  public List<String> shared() {
    return owners.shared().stream().sorted().toList();
  }

  /** Returns whose entries those of the checked plans are. */
  public EntryOwners owners() {
    return owners;
  }

  List<Method> refused() {
    return refused;
  }
}
