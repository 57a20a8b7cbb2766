package io.cacheaside.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JContainer;
import org.openrewrite.java.tree.JLeftPadded;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.marker.Markers;

/** Makes annotations of ours, as trees of the source. */
final class Trees {
  private static final String PACKAGE = "io.cacheaside.annotation.";

  private Trees() {}

  /** Returns the full name of an annotation of ours. */
  static String type(String simpleName) {
    return PACKAGE + simpleName;
  }

  /**
   * Returns an annotation with named arguments.
   *
   * @param arguments none of them null
   */
  static J.Annotation annotation(String simpleName, List<J.Assignment> arguments) {
    List<JRightPadded<Expression>> padded = new ArrayList<>();
    for (J.Assignment each : arguments) {
      padded.add(
          JRightPadded.build(each.withPrefix(padded.isEmpty() ? Space.EMPTY : Space.SINGLE_SPACE)));
    }
    return annotationOf(simpleName, padded);
  }

  /** Returns an annotation with its value alone. */
  static J.Annotation annotation(String simpleName, Expression value) {
    return annotationOf(simpleName, List.of(JRightPadded.build(value.withPrefix(Space.EMPTY))));
  }

  private static J.Annotation annotationOf(
      String simpleName, List<JRightPadded<Expression>> arguments) {
    JavaType type = JavaType.ShallowClass.build(type(simpleName));
    return new J.Annotation(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        identifier(simpleName, type),
        JContainer.build(Space.EMPTY, arguments, Markers.EMPTY));
  }

  private static J.Identifier identifier(String name, @Nullable JavaType type) {
    return new J.Identifier(
        Tree.randomId(), Space.EMPTY, Markers.EMPTY, List.of(), name, type, null);
  }

  /** Returns {@code name = value}. */
  static J.Assignment argument(String name, Expression value) {
    JavaType string = JavaType.ShallowClass.build("java.lang.String");
    return new J.Assignment(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        identifier(name, string),
        new JLeftPadded<>(Space.SINGLE_SPACE, value.withPrefix(Space.SINGLE_SPACE), Markers.EMPTY),
        string);
  }

  /** Returns a string as it stands in the source. */
  static J.Literal string(String text) {
    String source = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return new J.Literal(
        Tree.randomId(), Space.EMPTY, Markers.EMPTY, text, source, null, JavaType.Primitive.String);
  }
}
