package io.cacheaside.rewrite;

import io.cacheaside.rewrite.SpringCacheAnnotation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TextComment;
import org.openrewrite.java.tree.TypeUtils;
import org.openrewrite.marker.Markers;

/** Replaces the annotations of Spring Cache in one source file. */
final class SpringCacheVisitor extends JavaIsoVisitor<ExecutionContext> {
  private static final String OF_A_TYPE =
      "annotations of a type count for all its public methods; annotate each method that is meant";

  private final String ttl;

  SpringCacheVisitor(String ttl) {
    this.ttl = ttl;
  }

  @Override
  public J.ClassDeclaration visitClassDeclaration(
      J.ClassDeclaration declaration, ExecutionContext context) {
    J.ClassDeclaration visited = super.visitClassDeclaration(declaration, context);
    List<String> notes = new ArrayList<>();
    boolean named = hasRegion(visited);
    List<J.Annotation> annotations = new ArrayList<>();
    for (J.Annotation each : visited.getLeadingAnnotations()) {
      SpringCacheAnnotation spring = SpringCacheAnnotation.of(each);
      if (spring == null) {
        annotations.add(each);
      } else if (spring.kind() != Kind.CACHE_CONFIG) {
        notes.add("@" + spring.kind().simpleName + " stays: " + OF_A_TYPE);
        annotations.add(each);
      } else if (regionOf(spring) == null) {
        notes.add("@CacheConfig stays: a type has one region and nothing else; see @CacheRegion");
        annotations.add(each);
      } else {
        if (!named) {
          annotations.add(added("CacheRegion", spring.caches().get(0), each.getPrefix()));
        }
        if (needsItsCaches(visited)) { // those of its methods that stay are nothing without it
          annotations.add(named ? each : each.withPrefix(nextLine(visited.getPrefix())));
        } else {
          maybeRemoveImport(Kind.CACHE_CONFIG.type);
        }
      }
    }
    boolean changed = !annotations.equals(visited.getLeadingAnnotations());
    return commented(changed ? visited.withLeadingAnnotations(annotations) : visited, notes);
  }

  private J.Annotation added(String simpleName, Expression value, Space prefix) {
    maybeAddImport(Trees.type(simpleName), false);
    return Trees.annotation(simpleName, value).withPrefix(prefix);
  }

  private static boolean hasRegion(J.ClassDeclaration type) {
    return type.getLeadingAnnotations().stream()
        .anyMatch(each -> TypeUtils.isOfClassType(each.getType(), Trees.type("CacheRegion")));
  }

  private static boolean needsItsCaches(J.ClassDeclaration type) {
    return type.getBody().getStatements().stream()
        .filter(J.MethodDeclaration.class::isInstance)
        .flatMap(each -> ((J.MethodDeclaration) each).getLeadingAnnotations().stream())
        .anyMatch(each -> SpringCacheAnnotation.of(each) != null);
  }

  /** Returns the region that {@code @CacheConfig} names, if it does nothing else. */
  private static @Nullable Expression regionOf(SpringCacheAnnotation config) {
    boolean nothingElse =
        config.attributes().keySet().stream()
            .allMatch(name -> name.equals("cacheNames") || name.equals("value"));
    List<Expression> caches = config.caches();
    return nothingElse && caches.size() == 1 && Translation.isRegion(caches.get(0))
        ? caches.get(0)
        : null;
  }

  @Override
  public J.MethodDeclaration visitMethodDeclaration(
      J.MethodDeclaration declaration, ExecutionContext context) {
    J.MethodDeclaration visited = super.visitMethodDeclaration(declaration, context);
    Translation translation = translation(visited);
    List<String> notes = new ArrayList<>();
    List<J.Annotation> annotations = new ArrayList<>();
    boolean changed = false;
    for (J.Annotation each : visited.getLeadingAnnotations()) {
      SpringCacheAnnotation spring = SpringCacheAnnotation.of(each);
      List<J.Annotation> ours = spring == null ? List.of() : ours(spring, translation, notes);
      if (ours.isEmpty()) {
        annotations.add(each);
      } else {
        changed = true;
        Space prefix = each.getPrefix();
        for (J.Annotation one : ours) {
          annotations.add(one.withPrefix(prefix));
          prefix = nextLine(visited.getPrefix());
        }
      }
    }
    return commented(changed ? visited.withLeadingAnnotations(annotations) : visited, notes);
  }

  private Translation translation(J.MethodDeclaration method) {
    List<String> parameters = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      if (parameter instanceof J.VariableDeclarations variables) {
        parameters.add(variables.getVariables().get(0).getSimpleName());
      }
    }
    List<Expression> caches = List.of();
    boolean region = false;
    J.ClassDeclaration type = getCursor().firstEnclosing(J.ClassDeclaration.class);
    for (J.Annotation each :
        type == null ? List.<J.Annotation>of() : type.getLeadingAnnotations()) {
      SpringCacheAnnotation spring = SpringCacheAnnotation.of(each);
      if (spring != null && spring.kind() == Kind.CACHE_CONFIG) {
        caches = spring.caches();
        region = regionOf(spring) != null;
      }
    }
    return new Translation(method.getSimpleName(), parameters, caches, region);
  }

  /** Returns what replaces an annotation; nothing if it stays, which the notes then explain. */
  private List<J.Annotation> ours(
      SpringCacheAnnotation spring, Translation translation, List<String> notes) {
    List<SpringCacheAnnotation> parts = parts(spring);
    List<J.Annotation> ours = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    if (parts.stream().filter(each -> each.kind() == Kind.CACHEABLE).count() > 1) {
      notes.add("@Caching stays: a method has one entry; choose one region and one key for it");
      return List.of();
    }
    for (SpringCacheAnnotation part : parts) {
      Replacement replacement = translation.of(part);
      if (replacement.annotation() == null) {
        notes.add("@" + spring.kind().simpleName + " stays: " + replacement.notes().get(0));
        return List.of();
      }
      differences.addAll(replacement.notes());
      ours.add(annotation(replacement));
    }
    notes.addAll(differences);
    for (J.Annotation each : ours) {
      maybeAddImport(Trees.type(each.getSimpleName()), false);
    }
    maybeRemoveImport(spring.kind().type);
    parts.forEach(part -> maybeRemoveImport(part.kind().type));
    return ours;
  }

  private static List<SpringCacheAnnotation> parts(SpringCacheAnnotation spring) {
    if (spring.kind() != Kind.CACHING) {
      return List.of(spring);
    }
    List<SpringCacheAnnotation> parts = new ArrayList<>();
    for (String attribute : spring.attributes().keySet()) {
      for (Expression each : spring.elements(attribute)) {
        SpringCacheAnnotation part =
            each instanceof J.Annotation annotation ? SpringCacheAnnotation.of(annotation) : null;
        if (part != null) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  private J.Annotation annotation(Replacement replacement) {
    List<J.Assignment> arguments = new ArrayList<>();
    if (replacement.region() != null) {
      arguments.add(Trees.argument("region", replacement.region()));
    }
    if (replacement.key() != null) {
      arguments.add(Trees.argument("key", Trees.string(replacement.key())));
    }
    String simpleName = String.valueOf(replacement.annotation());
    if (simpleName.equals("CacheAside")) {
      arguments.add(Trees.argument("ttl", Trees.string(ttl)));
    }
    return Trees.annotation(simpleName, arguments);
  }

  /** Returns the space before what follows on a line of its own, indented as this is. */
  private static Space nextLine(Space prefix) {
    return Space.format("\n" + prefix.getIndent());
  }

  /** Adds a comment for each note that is not there yet. */
  private static <T extends J> T commented(T declaration, List<String> notes) {
    T commented = declaration;
    for (String note : notes) {
      String text = " CacheAside: " + note;
      if (commented.getComments().stream().noneMatch(each -> says(each, text))) {
        String suffix = "\n" + commented.getPrefix().getIndent();
        Comment comment = new TextComment(false, text, suffix, Markers.EMPTY);
        commented = commented.withComments(ListUtils.concat(commented.getComments(), comment));
      }
    }
    return commented;
  }

  private static boolean says(Comment comment, String text) {
    return comment instanceof TextComment known && known.getText().equals(text);
  }
}
