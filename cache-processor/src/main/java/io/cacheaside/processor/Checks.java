package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

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
  private final OverrideRule overrides;
  private final InvalidationRule invalidations;
  private final ReceiverRule receivers;
  private final List<MethodUnderCheck> methods = new ArrayList<>();

  Checks(ProcessingEnvironment environment, boolean inClassFiles) {
    this.inClassFiles = inClassFiles;
    facts = new TypeFacts(environment.getTypeUtils(), environment.getElementUtils());
    keys = new KeyRules(facts, findings);
    fences = new FenceRule(findings);
    durations = new DurationRules(findings);
    returnTypes = new ReturnTypeRules(facts, findings);
    placement = new PlacementRules(findings);
    cacheKeys = new CacheKeyRules(facts, findings);
    overrides = new OverrideRule(facts, findings);
    invalidations = new InvalidationRule(findings);
    receivers = new ReceiverRule(facts, findings);
  }

  /** Checks the types; those nested in them have to be given, too. */
  void check(Collection<TypeElement> types) {
    for (TypeElement type : types) {
      guarded(type, () -> cacheKeys.check(type));
      guarded(type, () -> overrides.check(type));
      guarded(type, () -> receivers.add(type));
      for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
        guarded(method, () -> check(method));
      }
    }
    invalidations.check();
    receivers.check();
  }

  List<Problem> problems() {
    return findings.problems();
  }

  /** Returns the annotated methods that were found. */
  List<MethodUnderCheck> methods() {
    return List.copyOf(methods);
  }

  TypeFacts facts() {
    return facts;
  }

  private void check(ExecutableElement element) {
    List<Usage> usages = Usage.on(element);
    if (usages.isEmpty()) {
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
        guarded(element, () -> invalidations.add(method, usage));
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
