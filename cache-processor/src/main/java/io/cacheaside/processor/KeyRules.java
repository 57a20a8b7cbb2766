package io.cacheaside.processor;

import io.cacheaside.key.ForeignTemplate;
import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.key.KotlinNames;
import io.cacheaside.key.Names;
import io.cacheaside.key.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The rules for keys and regions: CA101 to CA110 and CA114 to CA116. */
final class KeyRules {
  private static final String RESULT = "result";
  private static final String THIS = "this";

  private final TypeFacts facts;
  private final PropertyPaths properties;
  private final ElementTypes elements;
  private final PlaceholderAdvice advice;
  private final PartialPages pages;
  private final Findings findings;

  /** What the placeholders of each template are, in their order; by the annotations' values. */
  private final IdentityHashMap<AnnotationValue, List<KeyPlace>> places = new IdentityHashMap<>();

  /** The keys that are no templates, though they may look like some. */
  private final IdentityHashMap<AnnotationValue, String> foreign = new IdentityHashMap<>();

  KeyRules(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.properties = new PropertyPaths(facts);
    this.elements = new ElementTypes(facts, properties);
    this.advice = new PlaceholderAdvice(facts, properties, elements);
    this.pages = new PartialPages(facts, properties);
    this.findings = findings;
  }

  /** Returns the placeholders of a template that was checked, null if one of them is wrong. */
  @Nullable List<KeyPlace> places(Usage.Text key) {
    return places.get(key.value());
  }

  /** Returns whether a key that was checked is no template, though it may look like one. */
  boolean isForeign(Usage.Text key) {
    return foreign.containsKey(key.value());
  }

  void check(MethodUnderCheck method, Usage usage) {
    checkRegion(method, usage);
    checkThereIsAKey(method, usage);
    for (Usage.Text key : usage.keys()) {
      KeyTemplate template = parse(method, usage, key);
      if (template != null) {
        check(new Template(method, usage, key, template));
      }
    }
  }

  /** CA108. */
  private void checkRegion(MethodUnderCheck method, Usage usage) {
    Usage.Text region = usage.text("region");
    if (region != null && !region.text().isEmpty() && !Names.isValid(region.text())) {
      findings.add(
          Problem.at(
              Rule.REGION_NAME,
              method.element(),
              usage,
              region,
              "%s region \"%s\" is not a name; use %s"
                  .formatted(usage.kind(), region.text(), Names.ALLOWED)));
    }
  }

  /** CA107. */
  private void checkThereIsAKey(MethodUnderCheck method, Usage usage) {
    if (usage.keys().isEmpty() && usage.textOrEmpty("region").isEmpty()) {
      findings.add(
          Problem.at(
              Rule.NO_KEY,
              method.element(),
              usage,
              "@Invalidate names no key; write key = \"...\" as in the @CacheAside it is for, or"
                  + (usage.type() == null
                      ? " region = \"...\" to clear a region"
                      : " region = \"%s\" to clear the region".formatted(usage.region()))));
    }
  }

  /** CA101. */
  private @Nullable KeyTemplate parse(MethodUnderCheck method, Usage usage, Usage.Text key) {
    boolean isRead = usage.kind() == Usage.Kind.CACHE_ASIDE;
    String problem = ForeignTemplate.problem(key.text(), method.parameterNames(), isRead);
    if (problem != null) {
      foreign.put(key.value(), problem);
    } else {
      try {
        return KeyTemplate.parse(key.text());
      } catch (KeyTemplateException e) {
        problem = e.getMessage();
      }
    }
    String text = usage.kind() + " " + problem;
    findings.add(Problem.at(Rule.TEMPLATE_SYNTAX, method.element(), usage, key, text));
    return null;
  }

  /** A template that could be parsed, and where it stands. */
  private record Template(
      MethodUnderCheck method, Usage usage, Usage.Text key, KeyTemplate template) {

    Problem problem(Rule rule, String text) {
      return Problem.at(
          rule,
          method.element(),
          usage,
          key,
          "%s key \"%s\"%s".formatted(usage.kind(), key.text(), text));
    }

    boolean allowsResult() {
      return usage.kind() == Usage.Kind.INVALIDATE;
    }

    boolean isRead() {
      return usage.kind() == Usage.Kind.CACHE_ASIDE;
    }

    boolean isOwn(Placeholder placeholder) {
      return placeholder.root().equals(THIS);
    }

    /** Returns the type of the parameter, the result or the receiver, or null if it is none. */
    @Nullable TypeMirror rootType(Placeholder placeholder) {
      VariableElement parameter = method.parameter(placeholder.root());
      if (parameter != null) {
        return parameter.asType();
      }
      if (isOwn(placeholder)) {
        return method.owner().asType();
      }
      return allowsResult() && placeholder.root().equals(RESULT)
          ? method.element().getReturnType()
          : null;
    }
  }

  /** As at run time, the first problem of a template hides its others. */
  private void check(Template template) {
    if (!template.method().canBeCached() && !template.method().hasRealNames()) {
      return; // such class files have no names, and CA131 or CA132 is reported anyway
    }
    Set<String> used = new HashSet<>();
    List<KeyPlace> found = new ArrayList<>();
    for (KeyTemplate.Part part : template.template().parts()) {
      if (part instanceof Placeholder placeholder) {
        Problem problem = problem(template, placeholder, found);
        if (problem != null) {
          findings.add(problem);
          return;
        }
        used.add(placeholder.root());
      }
    }
    places.put(template.key().value(), found);
    checkAllParametersAreUsed(template, used);
    checkPagesAreWhole(template, found);
  }

  private @Nullable Problem problem(
      Template template, Placeholder placeholder, List<KeyPlace> found) {
    if (placeholder.isStarred() && template.usage().kind() == Usage.Kind.CACHE_ASIDE) {
      return starredRead(template, placeholder);
    }
    TypeMirror root = template.rootType(placeholder);
    if (root == null) {
      return unknownParameter(template, placeholder);
    }
    if (root.getKind() == TypeKind.VOID) {
      return template.problem(
          Rule.RESULT_OF_VOID, ": {result} is used, but the method returns nothing");
    }
    if (template.isOwn(placeholder) && template.method().isStatic()) {
      return template.problem(
          Rule.THIS_OF_STATIC,
          ": %s is used, but the method is static; use a parameter,%s or make it an instance method"
              .formatted(
                  placeholder,
                  template.method().parameter(KotlinNames.RECEIVER) == null
                      ? ""
                      : " such as " + placeholder.from(KotlinNames.RECEIVER) + ","));
    }
    boolean own = template.isOwn(placeholder);
    return problem(template, placeholder, own ? facts.erasure(root) : root, found);
  }

  /** Follows the path; the properties of the receiver are found as reflection has it. */
  private @Nullable Problem problem(
      Template template, Placeholder placeholder, TypeMirror root, List<KeyPlace> found) {
    boolean own = template.isOwn(placeholder);
    TypeMirror type = root;
    List<String> path = placeholder.path();
    for (int i = 0; i <= path.size(); i++) {
      if (i == placeholder.star()) {
        TypeMirror element = elements.of(type);
        if (element == null) {
          return template.problem(
              Rule.NO_ELEMENTS, ": " + placeholder + ": " + elements.refusal(type));
        }
        type = element;
        own = false;
      }
      if (i < path.size()) {
        String name = path.get(i);
        TypeMirror next = own ? properties.findOwn(type, name) : properties.find(type, name);
        if (next == null) {
          return unknownProperty(template, placeholder, type, i, own);
        }
        type = next;
        own = false;
      }
    }
    String refusal = advice.refusal(template.template(), placeholder, type, template.isRead());
    if (refusal != null) {
      return template.problem(Rule.NO_CANONICAL_TEXT, ": " + placeholder + ": " + refusal);
    }
    found.add(new KeyPlace(placeholder, facts.name(type), KeyTypes.form(facts, type)));
    return null;
  }

  /** CA115. */
  private static Problem starredRead(Template template, Placeholder placeholder) {
    return template.problem(
        Rule.STARRED_READ,
        ": %s stands for one key for each element, but a cached method has one key for each call;"
                .formatted(placeholder)
            + " leave the '*' out, or cache a method for one element and call it for each");
  }

  /** CA102 and CA109. */
  private Problem unknownParameter(Template template, Placeholder placeholder) {
    MethodUnderCheck method = template.method();
    if (!method.hasRealNames()) {
      return template.problem(
          Rule.NO_PARAMETER_NAMES,
          ": the class was compiled without parameter names; compile it with "
              + (method.hasBody() ? "-g or -parameters" : "-parameters"));
    }
    List<String> roots = new ArrayList<>(method.parameterNames());
    if (template.allowsResult()) {
      roots.add(RESULT);
    }
    String found = ": {" + placeholder.root() + "} names no parameter; ";
    String numbered = ForeignTemplate.numbered(placeholder.root(), method.parameterNames());
    if (numbered != null) {
      return template.problem(Rule.UNKNOWN_PARAMETER, found + "did you mean {" + numbered + "}?");
    }
    if (!method.isStatic()
        && properties.ownNames(method.owner().asType()).contains(placeholder.root())) {
      return template.problem(
          Rule.UNKNOWN_PARAMETER, found + "did you mean {this." + placeholder.root() + "}?");
    }
    if (placeholder.root().equals(RESULT)) {
      return template.problem(Rule.UNKNOWN_PARAMETER, ": " + KeyAdvice.forResultOfRead());
    }
    return template.problem(
        Rule.UNKNOWN_PARAMETER,
        roots.isEmpty()
            ? found + "the method has none"
            : found + "did you mean {" + Suggestion.nearest(placeholder.root(), roots) + "}?");
  }

  /** CA103. */
  private Problem unknownProperty(
      Template template, Placeholder placeholder, TypeMirror owner, int depth, boolean own) {
    if (own && template.method().parameter(KotlinNames.RECEIVER) != null) {
      return template.problem(
          Rule.UNKNOWN_PROPERTY,
          ": %s: %s has no property \"%s\"; did you mean %s?"
              .formatted(
                  placeholder,
                  facts.name(owner),
                  placeholder.path().get(depth),
                  placeholder.from(KotlinNames.RECEIVER)));
    }
    return template.problem(
        Rule.UNKNOWN_PROPERTY,
        ": %s: ".formatted(placeholder)
            + advice.missing(
                template.template(), placeholder, owner, depth, own, template.isRead()));
  }

  /** CA116. */
  private void checkPagesAreWhole(Template template, List<KeyPlace> found) {
    if (!template.isRead()) {
      return;
    }
    String partial =
        pages.problem(found.stream().map(KeyPlace::placeholder).toList(), template::rootType, THIS);
    if (partial != null) {
      findings.add(template.problem(Rule.PARTIAL_PAGE, ": " + partial));
    }
  }

  /** CA105. */
  private void checkAllParametersAreUsed(Template template, Set<String> used) {
    if (template.usage().kind() != Usage.Kind.CACHE_ASIDE || template.method().isSuspend()) {
      return;
    }
    for (String name : template.method().parameterNames()) {
      if (!used.contains(name)) {
        findings.add(
            template.problem(
                Rule.UNUSED_PARAMETER,
                (": the parameter %s is not part of it, so calls that differ only in %s share one"
                        + " entry; put {%s} into the key, or suppress \"CA105\" if the result does"
                        + " not depend on it")
                    .formatted(name, name, name)));
      }
    }
  }
}
