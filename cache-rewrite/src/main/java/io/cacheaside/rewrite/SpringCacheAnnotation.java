package io.cacheaside.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.TypeUtils;

/**
 * An annotation of Spring Cache as it stands in the source.
 *
 * @param kind which one
 * @param attributes its attributes by name, those that are written only
 */
record SpringCacheAnnotation(Kind kind, Map<String, Expression> attributes) {
  private static final String PACKAGE = "org.springframework.cache.annotation.";

  /** The annotations of Spring Cache. */
  enum Kind {
    CACHEABLE("Cacheable"),
    CACHE_EVICT("CacheEvict"),
    CACHE_PUT("CachePut"),
    CACHING("Caching"),
    CACHE_CONFIG("CacheConfig");

    final String simpleName;
    final String type;

    Kind(String simpleName) {
      this.simpleName = simpleName;
      this.type = PACKAGE + simpleName;
    }
  }

  /** Returns what the annotation is, or null if it is none of Spring Cache. */
  static @Nullable SpringCacheAnnotation of(J.Annotation annotation) {
    for (Kind kind : Kind.values()) {
      if (TypeUtils.isOfClassType(annotation.getType(), kind.type)) {
        return new SpringCacheAnnotation(kind, attributes(annotation));
      }
    }
    return null;
  }

  private static Map<String, Expression> attributes(J.Annotation annotation) {
    Map<String, Expression> attributes = new LinkedHashMap<>();
    List<Expression> arguments = annotation.getArguments();
    for (Expression argument : arguments == null ? List.<Expression>of() : arguments) {
      if (argument instanceof J.Assignment assignment) {
        attributes.put(
            ((J.Identifier) assignment.getVariable()).getSimpleName(), assignment.getAssignment());
      } else if (!(argument instanceof J.Empty)) {
        attributes.put("value", argument);
      }
    }
    return attributes;
  }

  /**
   * Returns the elements of an attribute, be it an array or one value; none if it is not written.
   */
  List<Expression> elements(String attribute) {
    Expression value = attributes.get(attribute);
    if (value == null) {
      return List.of();
    }
    if (value instanceof J.NewArray array) {
      List<Expression> elements = new ArrayList<>();
      for (Expression each :
          array.getInitializer() == null ? List.<Expression>of() : array.getInitializer()) {
        if (!(each instanceof J.Empty)) {
          elements.add(each);
        }
      }
      return elements;
    }
    return List.of(value);
  }

  /** Returns the names of the caches. */
  List<Expression> caches() {
    List<Expression> names = elements("cacheNames");
    return names.isEmpty() ? elements("value") : names;
  }

  boolean isWritten(String attribute) {
    return attributes.containsKey(attribute);
  }

  boolean isTrue(String attribute) {
    return attributes.get(attribute) instanceof J.Literal literal
        && Boolean.TRUE.equals(literal.getValue());
  }

  /** Returns the text of an attribute that is written as a literal, else null. */
  @Nullable String text(String attribute) {
    return attributes.get(attribute) instanceof J.Literal literal
            && literal.getValue() instanceof String text
        ? text
        : null;
  }
}
