package io.cacheaside.processor;

import io.cacheaside.key.EntryOwner;
import io.cacheaside.key.EntryOwner.Clash;
import io.cacheaside.key.EntryOwner.Danger;
import io.cacheaside.key.EntryOwner.Kinship;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The rules for cached methods that have the keys of another one: CA138, CA140 and CA143.
 *
 * <p>Of two methods that are compiled together one is reported, that of which the name comes later;
 * of others, that of this module, with the method of the other module of which the name comes
 * first. Of methods of two other modules it is again the one whose name comes later.
 */
final class SharedEntryRule {
  /** A type that is made of more types than that is not looked at. */
  private static final int LARGEST_TYPE = 256;

  private static final int OWN = 0;

  private final TypeFacts facts;

  /** By their regions. */
  private final Map<String, List<Cached>> own = new LinkedHashMap<>();

  private final Map<String, List<Cached>> foreign = new LinkedHashMap<>();

  SharedEntryRule(TypeFacts facts) {
    this.facts = facts;
  }

  /**
   * A cached method, and what its entries are.
   *
   * @param module tells the modules apart
   */
  private record Cached(
      int module,
      ExecutableElement element,
      Usage usage,
      Usage.Text key,
      EntryOwner owner,
      CodecType values) {
    String name() {
      return owner.method();
    }

    TypeElement type() {
      return TypeFacts.owner(element);
    }
  }

  /** Remembers a method of the module itself. */
  void add(MethodUnderCheck method, Usage usage, KeyRules keys) {
    add(OWN, method, usage, keys);
  }

  /**
   * Remembers a method of another module.
   *
   * @param module which, from 1 on
   */
  void addForeign(int module, MethodUnderCheck method, Usage usage, KeyRules keys) {
    add(module, method, usage, keys);
  }

  private void add(int module, MethodUnderCheck method, Usage usage, KeyRules keys) {
    boolean counts = usage.kind() == Usage.Kind.CACHE_ASIDE && method.canBeCached();
    if (!counts || !Names.isValid(usage.region())) {
      return; // it caches nothing, or CA108
    }
    for (Usage.Text key : usage.keys()) {
      List<KeyPlace> places = keys.places(key);
      TypeMirror result = method.element().getReturnType();
      CodecType type = new CodecType.Resolver(facts).resolve(result, Map.of());
      if (places != null && type.size() <= LARGEST_TYPE) { // else the key is wrong, or unknown
        EntryOwner owner =
            new EntryOwner(
                CheckedMethod.of(facts, method.element()).toString(),
                source(method.element()),
                facts.name(result),
                usage.region(),
                KeyTemplate.parse(key.text()),
                places.stream().map(KeyPlace::form).toList());
        (module == OWN ? own : foreign)
            .computeIfAbsent(usage.region(), region -> new ArrayList<>())
            .add(new Cached(module, method.element(), usage, key, owner, type));
      }
    }
  }

  /** Compares the methods of the module itself. */
  List<Problem> check() {
    List<Problem> problems = new ArrayList<>();
    for (List<Cached> group : own.values()) {
      group.sort(Comparator.comparing(Cached::name));
      List<Cached> kept = new ArrayList<>();
      for (Cached each : group) {
        Problem problem = worst(each, kept);
        if (problem != null) {
          problems.add(problem);
        }
        if (problem == null || problem.rule() == Rule.SHARED_ENTRIES) {
          kept.add(each); // else it has to get another key
        }
      }
    }
    return problems;
  }

  /** Compares them with those of other modules. */
  List<Problem> checkAcross() {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<Cached>> others = others();
    own.forEach(
        (region, group) ->
            group.forEach(
                method -> problems.add(worst(method, others.getOrDefault(region, List.of())))));
    problems.removeIf(Objects::isNull);
    return problems;
  }

  /** Compares those of other modules with each other; this may be the first that sees both. */
  List<Problem> checkOthers() {
    List<Problem> problems = new ArrayList<>();
    for (List<Cached> group : others().values()) {
      for (int i = 1; i < group.size(); i++) {
        Cached method = group.get(i);
        List<Cached> before =
            group.subList(0, i).stream()
                .filter(other -> other.module() != method.module())
                .toList();
        problems.add(worst(method, before));
      }
    }
    problems.removeIf(Objects::isNull);
    return problems;
  }

  /**
   * Returns those of other modules by region and name; these may have copies of the same classes.
   */
  private Map<String, List<Cached>> others() {
    Set<TypeElement> types = new HashSet<>();
    own.values().forEach(group -> group.forEach(each -> types.add(each.type())));
    Map<String, List<Cached>> others = new LinkedHashMap<>();
    foreign.forEach(
        (region, group) -> {
          Set<ExecutableElement> seen = new HashSet<>();
          List<Cached> sorted = new ArrayList<>(group);
          sorted.removeIf(other -> types.contains(other.type()) || !seen.add(other.element()));
          sorted.sort(Comparator.comparing(Cached::name));
          others.put(region, sorted);
        });
    return others;
  }

  private String source(ExecutableElement method) {
    Element outermost = method;
    for (Element e = method; e != null && e.getKind() != ElementKind.PACKAGE; ) {
      outermost = e;
      e = e.getEnclosingElement();
    }
    return facts.elements().getBinaryName((TypeElement) outermost).toString();
  }

  /** Returns the first of the worst that nobody has silenced, or null. */
  private @Nullable Problem worst(Cached method, List<Cached> others) {
    Problem worst = null;
    for (Cached other : others) {
      Clash clash =
          method
              .owner()
              .clashWith(
                  other.owner(),
                  () -> kinship(method, other),
                  () -> method.values().equals(other.values()));
      if (clash != null && clash.isFatal()) {
        return problem(Rule.REPLACED_ENTRIES, method, other, clash);
      }
      if (clash != null) {
        Rule rule = clash.danger() == Danger.SHARED ? Rule.FOREIGN_ENTRIES : Rule.SHARED_ENTRIES;
        boolean isWorse =
            worst == null || (rule == Rule.FOREIGN_ENTRIES && worst.rule() == Rule.SHARED_ENTRIES);
        if (isWorse
            && !Findings.isSuppressed(rule, method.element())
            && !Findings.isSuppressed(rule, other.element())) {
          worst = problem(rule, method, other, clash);
        }
      }
    }
    return worst;
  }

  private static Problem problem(Rule rule, Cached method, Cached other, Clash clash) {
    return Problem.at(rule, method.element(), method.usage(), method.key(), clash.text())
        .because(other.element());
  }

  private Kinship kinship(Cached one, Cached other) {
    if (isMadeByKotlin(one, other) || isMadeByKotlin(other, one)) {
      return Kinship.OVERRIDE;
    }
    if (isStatic(one) || isStatic(other)) {
      return Kinship.NONE;
    }
    if (overrides(one, other) || overrides(other, one)) {
      return Kinship.OVERRIDE;
    }
    TypeMirror oneType = facts.erasure(one.type().asType());
    TypeMirror otherType = facts.erasure(other.type().asType());
    boolean related =
        facts.types().isSubtype(oneType, otherType) || facts.types().isSubtype(otherType, oneType);
    return related ? Kinship.SAME_OBJECT : Kinship.NONE;
  }

  private boolean overrides(Cached one, Cached other) {
    return facts.elements().overrides(one.element(), other.element(), one.type());
  }

  /** Returns whether the one calls the other, of a class within its own, and does nothing else. */
  private static boolean isMadeByKotlin(Cached one, Cached other) {
    return one.type().equals(other.type().getEnclosingElement())
        && isStatic(one) != isStatic(other)
        && one.element().getSimpleName().equals(other.element().getSimpleName())
        && TypeFacts.isKotlin(one.type());
  }

  private static boolean isStatic(Cached method) {
    return method.element().getModifiers().contains(Modifier.STATIC);
  }
}
