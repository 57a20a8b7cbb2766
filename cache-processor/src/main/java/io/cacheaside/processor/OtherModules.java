package io.cacheaside.processor;

import java.util.Collection;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * Compares the invalidations of one module with what is cached in it and in all modules that it
 * depends on, whose cached methods it finds. What is wrong in those was reported where they were
 * built.
 */
final class OtherModules {
  private final InvalidationRule rule = new InvalidationRule(true);
  private final SharedEntryRule shared;

  /**
   * Reads the keys that other modules cache.
   *
   * @param modules the binary names of the annotated classes of each; one that is missing or cannot
   *     be read is left out
   * @param shared is told of their cached methods
   */
  OtherModules(
      TypeFacts facts, Collection<? extends Collection<String>> modules, SharedEntryRule shared) {
    this.shared = shared;
    KeyRules keys = new KeyRules(facts, new Findings());
    int number = 0;
    for (Collection<String> annotated : modules) {
      number++;
      for (String name : annotated) {
        try {
          TypeElement type = facts.elements().getTypeElement(name.replace('$', '.'));
          if (type == null) {
            rule.somethingIsHidden();
          } else {
            addReaders(number, type, keys);
          }
        } catch (RuntimeException e) { // javac cannot complete it
          rule.somethingIsHidden();
        }
      }
    }
  }

  private void addReaders(int module, TypeElement type, KeyRules keys) {
    for (ExecutableElement element : ElementFilter.methodsIn(type.getEnclosedElements())) {
      List<Usage> usages = Usage.on(element);
      for (Usage usage : usages) {
        if (usage.kind() == Usage.Kind.CACHE_ASIDE && usage.isComplete()) {
          MethodUnderCheck method = new MethodUnderCheck(element, usages, true);
          try {
            keys.check(method, usage);
          } catch (MissingClassException e) {
            // The types of the placeholders stay unknown; the form of the key does not need them.
          }
          rule.add(method, usage, keys);
          addOwner(module, method, usage, keys);
        }
      }
    }
  }

  private void addOwner(int module, MethodUnderCheck method, Usage usage, KeyRules keys) {
    try {
      shared.addForeign(module, method, usage, keys);
    } catch (MissingClassException e) {
      // What the method returns is not known; the run time will tell.
    }
  }

  /** Adds the keys of a method of the module itself. */
  void add(MethodUnderCheck method, Usage usage, KeyRules keys) {
    rule.add(method, usage, keys);
  }

  List<Problem> check() {
    return rule.check();
  }
}
