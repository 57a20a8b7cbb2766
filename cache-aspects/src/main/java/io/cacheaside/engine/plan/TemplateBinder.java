package io.cacheaside.engine.plan;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.plan.KeyBinder.Each;
import io.cacheaside.engine.plan.KeyBinder.Fixed;
import io.cacheaside.engine.plan.KeyBinder.Part;
import io.cacheaside.engine.plan.KeyBinder.Value;
import io.cacheaside.engine.region.KeySpace;
import io.cacheaside.engine.region.Region;
import io.cacheaside.key.ForeignTemplate;
import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Literal;
import io.cacheaside.key.KeyTemplate.Placeholder;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.key.KeyText;
import io.cacheaside.key.KotlinNames;
import io.cacheaside.key.Suggestion;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds key templates to the parameters of one method, or reports why it cannot. */
public final class TemplateBinder {
  private static final String RESULT = "result";
  private static final String THIS = "this";

  private final AnnotatedMethod annotated;
  private final Region region;
  private final KeySpace space;
  private final Problems problems;

  /**
   * Creates a binder for templates of one method.
   *
   * @param problems gets what is wrong with them
   */
  public TemplateBinder(
      AnnotatedMethod annotated, Region region, KeySpace space, Problems problems) {
    this.annotated = annotated;
    this.region = region;
    this.space = space;
    this.problems = problems;
  }

  /**
   * Returns the bound template, or null after having reported a problem.
   *
   * @param resultAllowed whether {@code result} may be a root
   */
  public @Nullable KeyBinder bind(String annotation, String text, boolean resultAllowed) {
    String foreign = ForeignTemplate.problem(text, annotated.parameterNames(), !resultAllowed);
    if (foreign != null) {
      problems.add(annotation + " " + foreign);
      return null;
    }
    KeyTemplate template;
    try {
      template = KeyTemplate.parse(text);
    } catch (KeyTemplateException e) {
      problems.add(annotation + " " + e.getMessage());
      return null;
    }
    List<Part> parts = new ArrayList<>();
    for (KeyTemplate.Part part : template.parts()) {
      Part bound =
          part instanceof Literal literal
              ? new Fixed(literal.text().getBytes(StandardCharsets.UTF_8))
              : bind(
                  annotation + " key \"" + text + "\"",
                  new PlaceholderAdvice(template, (Placeholder) part, !resultAllowed));
      if (bound == null) {
        return null;
      }
      parts.add(bound);
    }
    return new KeyBinder(text, region, space, parts);
  }

  private @Nullable Part bind(String place, PlaceholderAdvice advice) {
    Placeholder placeholder = advice.placeholder();
    boolean resultAllowed = !advice.isRead();
    if (placeholder.isStarred() && !resultAllowed) {
      problems.add(
          place
              + ": "
              + placeholder
              + " stands for one key for each element, but a cached method has one key for each"
              + " call; leave the '*' out, or cache a method for one element and call it for each");
      return null;
    }
    int argument = annotated.parameterNames().indexOf(placeholder.root());
    Type type;
    if (argument >= 0) {
      type = annotated.method().getGenericParameterTypes()[argument];
    } else if (resultAllowed && placeholder.root().equals(RESULT)) {
      if (annotated.method().getReturnType() == void.class) {
        problems.add(place + ": {result} is used, but the method returns nothing");
        return null;
      }
      argument = Part.RESULT;
      type = annotated.method().getGenericReturnType();
    } else if (placeholder.root().equals(THIS)) {
      if (annotated.isStatic()) {
        problems.add(
            place
                + ": "
                + placeholder
                + " is used, but the method is static; use a parameter,"
                + (hasReceiver() ? " such as " + placeholder.from(KotlinNames.RECEIVER) + "," : "")
                + " or make it an instance method");
        return null;
      }
      argument = Part.THIS;
      type = owner();
    } else {
      problems.add(place + unknownParameter(placeholder, resultAllowed));
      return null;
    }
    return bind(place, advice, argument, type);
  }

  private @Nullable Part bind(String place, PlaceholderAdvice advice, int argument, Type root) {
    Placeholder placeholder = advice.placeholder();
    List<Property> container = List.of();
    List<Property> path = new ArrayList<>();
    Type type = root;
    try {
      for (int i = 0; i <= placeholder.path().size(); i++) {
        if (i == placeholder.star()) {
          type = Elements.typeOf(type);
          container = List.copyOf(path);
          path.clear();
        }
        if (i < placeholder.path().size()) {
          String name = placeholder.path().get(i);
          boolean own = argument == Part.THIS && i == 0 && placeholder.star() != 0;
          Property property = own ? Property.findOwn(owner(), name) : Property.find(type, name);
          if (property == null) {
            problems.add(place + ": " + placeholder + ": " + missing(advice, type, i, own));
            return null;
          }
          path.add(property);
          type = property.type();
        }
      }
      boolean isFixed = argument >= 0 && path.isEmpty() && isImmutable(type);
      KeyText text = advice.textOf(type);
      return placeholder.isStarred()
          ? new Each(new Value(argument, container, text, false), List.copyOf(path))
          : new Value(argument, List.copyOf(path), text, isFixed);
    } catch (IllegalArgumentException e) {
      problems.add(place + ": " + placeholder + ": " + e.getMessage());
      return null;
    }
  }

  /** Of the others some are, too; that costs their keys being computed twice. */
  private static boolean isImmutable(Type type) {
    return type instanceof Class<?> c
        && (c.isPrimitive()
            || c.isEnum()
            || (Modifier.isFinal(c.getModifiers())
                && c.getName().startsWith("java.")
                && !c.isArray()));
  }

  private Class<?> owner() {
    return annotated.method().getDeclaringClass();
  }

  private String unknownParameter(Placeholder placeholder, boolean resultAllowed) {
    if (!annotated.hasRealNames()) {
      return ": the class was compiled without parameter names; compile it with -g or -parameters";
    }
    String found = ": {" + placeholder.root() + "} names no parameter; ";
    String numbered = ForeignTemplate.numbered(placeholder.root(), annotated.parameterNames());
    if (numbered != null) {
      return found + "did you mean {" + numbered + "}?";
    }
    if (!annotated.isStatic() && Property.ownNames(owner()).contains(placeholder.root())) {
      return found + "did you mean {this." + placeholder.root() + "}?";
    }
    if (placeholder.root().equals(RESULT)) {
      return ": " + KeyAdvice.forResultOfRead();
    }
    List<String> roots = new ArrayList<>(annotated.parameterNames());
    if (resultAllowed) {
      roots.add(RESULT);
    }
    if (roots.isEmpty()) {
      return found + "the method has none";
    }
    return found + "did you mean {" + Suggestion.nearest(placeholder.root(), roots) + "}?";
  }

  private boolean hasReceiver() {
    return annotated.parameterNames().contains(KotlinNames.RECEIVER);
  }

  private String missing(PlaceholderAdvice advice, Type owner, int depth, boolean own) {
    Placeholder placeholder = advice.placeholder();
    return own && hasReceiver()
        ? "%s has no property \"%s\"; did you mean %s?"
            .formatted(
                owner.getTypeName(),
                placeholder.path().get(depth),
                placeholder.from(KotlinNames.RECEIVER))
        : advice.missing(owner, depth, own);
  }
}
