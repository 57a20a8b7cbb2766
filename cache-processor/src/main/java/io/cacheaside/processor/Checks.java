package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** All rules, over the types of one compilation or one set of class files; used once. */
final class Checks {
  private final boolean inClassFiles;
  private final Findings findings = new Findings();
  private final TypeFacts facts;
  private final KeyRules keys;
  private final FenceRule fences;
  private final DurationRules durations;
  private final ReturnTypeRules returnTypes;
  private final PlacementRules placement;
  private final CacheKeyRules cacheKeys;
  private final CacheRegionRules regions;
  private final OverrideRule overrides;
  private final InvalidationRule invalidations = new InvalidationRule(false);
  private final @Nullable OtherModules others;
  private final ReceiverRule receivers;
  private final SharedEntryRule shared;
  private final Set<Problem> acrossModules = new LinkedHashSet<>();
  private final List<MethodUnderCheck> methods = new ArrayList<>();

  /** Creates the checks of sources. */
  static Checks ofSources(ProcessingEnvironment environment) {
    return new Checks(environment, false, null);
  }

  /**
   * Creates the checks of class files.
   *
   * @param others the binary names of the annotated classes in each module that these depend on,
   *     null if they are not known
   */
  static Checks ofClassFiles(
      ProcessingEnvironment environment,
      @Nullable Collection<? extends Collection<String>> others) {
    return new Checks(environment, true, others);
  }

  private Checks(
      ProcessingEnvironment environment,
      boolean inClassFiles,
      @Nullable Collection<? extends Collection<String>> otherModules) {
    this.inClassFiles = inClassFiles;
    facts = new TypeFacts(environment.getTypeUtils(), environment.getElementUtils());
    keys = new KeyRules(facts, findings);
    fences = new FenceRule(findings);
    durations = new DurationRules(findings);
    returnTypes = new ReturnTypeRules(facts, findings);
    placement = new PlacementRules(facts, findings);
    cacheKeys = new CacheKeyRules(facts, findings);
    regions = new CacheRegionRules(findings, durations);
    overrides = new OverrideRule(facts, findings);
    shared = new SharedEntryRule(facts);
    others = otherModules == null ? null : new OtherModules(facts, otherModules, shared);
    receivers = new ReceiverRule(facts, findings);
  }

  /** Checks the types; those nested in them have to be given, too. */
  void check(Collection<TypeElement> types) {
    overrides.setOwn(types);
    for (TypeElement type : types) {
      guarded(type, () -> cacheKeys.check(type));
      guarded(type, () -> regions.check(type));
      guarded(type, () -> overrides.check(type));
      guarded(type, () -> receivers.add(type));
      for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
        guarded(method, () -> check(method));
      }
    }
    checkInvalidations();
    receivers.check();
    checkSharedEntries();
  }

  /** What is wrong on its own, and only with what other modules have, is told apart. */
  private void checkInvalidations() {
    List<Problem> own = invalidations.check();
    if (others == null) {
      own.forEach(findings::add);
      return;
    }
    for (Problem problem : others.check()) {
      findings.add(problem);
      if (own.stream().noneMatch(problem::isAtThePlaceOf)) {
        acrossModules.add(problem);
      }
    }
  }

  private void checkSharedEntries() {
    shared.check().forEach(findings::add);
    List<Problem> across = new ArrayList<>(shared.checkAcross());
    across.addAll(shared.checkOthers());
    for (Problem problem : across) {
      findings.add(problem);
      acrossModules.add(problem);
    }
  }

  /** Returns those of the problems that a look at this module alone does not find. */
  Set<Problem> acrossModules() {
    return acrossModules;
  }

  List<Problem> problems() {
    return findings.problems();
  }

  /** Returns the annotated methods that were found. */
  List<MethodUnderCheck> methods() {
    return List.copyOf(methods);
  }

  /**
   * Returns whether the index lists it: it has annotated methods, or hides some that it inherits.
   */
  boolean concern(TypeElement type) {
    boolean isAnnotated =
        ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .anyMatch(method -> !Usage.on(method).isEmpty());
    try {
      return isAnnotated || overrides.concerns(type);
    } catch (RuntimeException e) {
      return false; // it is of those that were checked, and CA199
    }
  }

  TypeFacts facts() {
    return facts;
  }

  private void check(ExecutableElement element) {
    List<Usage> usages = Usage.on(element);
    if (usages.isEmpty() || KotlinOverloads.has(element)) {
      return;
    }
    MethodUnderCheck method = new MethodUnderCheck(element, usages, inClassFiles);
    methods.add(method);
    if (!inClassFiles && method.hasUnresolvedTypes()) {
      return; // javac reports them, and there may be nothing else wrong
    }
    for (Usage usage : usages) {
      if (usage.isComplete()) {
        guarded(element, () -> placement.checkBody(method, usage));
        guarded(element, () -> keys.check(method, usage));
        guarded(element, () -> fences.check(method, usage));
        guarded(element, () -> checkReturnType(method, usage));
        guarded(element, () -> addKeys(method, usage));
        guarded(element, () -> receivers.add(method, usage));
      }
    }
    Usage cacheAside = method.cacheAside();
    if (cacheAside != null && cacheAside.isComplete()) {
      guarded(element, () -> durations.check(method, cacheAside));
      guarded(element, () -> placement.checkSynchronized(method, cacheAside));
      guarded(element, () -> placement.checkSameKey(method, cacheAside));
    }
  }

  private void addKeys(MethodUnderCheck method, Usage usage) {
    invalidations.add(method, usage, keys);
    if (others != null) {
      others.add(method, usage, keys);
    }
    shared.add(method, usage, keys);
  }

  private void checkReturnType(MethodUnderCheck method, Usage usage) {
    if (method.isSuspend()) {
      placement.checkSuspend(method, usage);
    } else if (usage.kind() == Usage.Kind.CACHE_ASIDE) {
      returnTypes.checkCacheAside(method, usage);
    } else if (usage.equals(method.invalidates().get(0))) {
      returnTypes.checkInvalidate(method, usage);
    }
  }

  /** A defect of a check must not stop the compiler, nor hide what the others find. */
  private void guarded(Element element, Runnable check) {
    try {
      check.run();
    } catch (MissingClassException e) {
      if (inClassFiles) { // javac has reported it in sources
        findings.add(
            Problem.at(
                Rule.CHECK_FAILED,
                element,
                "%s cannot be checked: %s; put it on the class path"
                    .formatted(element.getSimpleName(), e.getMessage())));
      }
    } catch (RuntimeException e) {
      findings.add(
          Problem.at(
              Rule.CHECK_FAILED,
              element,
              "the check of %s failed: %s; it is not checked"
                  .formatted(element.getSimpleName(), e)));
    }
  }
}
