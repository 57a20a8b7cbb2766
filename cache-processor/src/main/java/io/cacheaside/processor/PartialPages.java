package io.cacheaside.processor;

import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KeyTemplate.Placeholder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that take some properties of a {@code Pageable} of Spring Data, none of which says
 * in which order its pages are. Spring Data need not be there: its types are known by their names.
 */
final class PartialPages {
  private static final String PAGEABLE = "org.springframework.data.domain.Pageable";
  private static final String SORT = "org.springframework.data.domain.Sort";

  private final TypeFacts facts;
  private final PropertyPaths properties;

  PartialPages(TypeFacts facts, PropertyPaths properties) {
    this.facts = facts;
    this.properties = properties;
  }

  /**
   * Returns what is left out and what to do; null if nothing is, or if the text of a sort stands in
   * the key beside the page, as its name says.
   *
   * @param placeholders of one template, whose properties exist
   * @param rootTypes the type of what a placeholder begins with
   * @param own the root that stands for the object itself, whose hidden properties are seen
   */
  @Nullable String problem(
      List<Placeholder> placeholders,
      Function<Placeholder, @Nullable TypeMirror> rootTypes,
      String own) {
    String first = null;
    for (Placeholder placeholder : placeholders) {
      TypeMirror root = Objects.requireNonNull(rootTypes.apply(placeholder));
      boolean isOwn = placeholder.root().equals(own);
      String problem = problem(placeholder, isOwn ? facts.erasure(root) : root, isOwn);
      if (problem == null && isSort(placeholder)) {
        return null;
      }
      first = first == null ? problem : first;
    }
    return first;
  }

  private static boolean isSort(Placeholder placeholder) {
    List<String> path = placeholder.path();
    String name = path.isEmpty() ? placeholder.root() : path.get(path.size() - 1);
    return name.toLowerCase(Locale.ROOT).contains("sort");
  }

  private @Nullable String problem(Placeholder placeholder, TypeMirror root, boolean isOwn) {
    TypeMirror type = root;
    for (int depth = 0; depth < placeholder.path().size(); depth++) {
      Placeholder page =
          new Placeholder(
              placeholder.root(), placeholder.path().subList(0, depth), placeholder.position());
      TypeMirror owner = facts.behind(type);
      if (facts.isSubtype(owner, PAGEABLE)) {
        return leftOut("the sort of " + page, page, owner);
      }
      if (facts.isSubtype(owner, SORT)) {
        return leftOut("what " + page + " sorts by", page, owner);
      }
      String name = placeholder.path().get(depth);
      TypeMirror next =
          isOwn && depth == 0 ? properties.findOwn(type, name) : properties.find(type, name);
      type = Objects.requireNonNull(next);
    }
    return null;
  }

  private String leftOut(String what, Placeholder page, TypeMirror type) {
    return (what + " is not part of it, so calls that differ only in it share one entry; ")
        + KeyAdvice.forKnown(page, name -> facts.isSubtype(type, name))
        + "; or suppress \"CA116\" if it is always the same";
  }
}
