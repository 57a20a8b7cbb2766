package io.cacheaside.rewrite;

import io.cacheaside.key.Names;
import io.cacheaside.rewrite.SpelKey.Untranslatable;
import io.cacheaside.rewrite.SpringCacheAnnotation.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/** Decides what stands in the place of the annotations of one method. */
final class Translation {
  private final String method;
  private final List<String> parameters;

  /** The names that {@code @CacheConfig} on the class gives, where the method writes none. */
  private final List<Expression> cachesOfType;

  /** Whether the region of the class is written there now, and need not be repeated. */
  private final boolean regionOnType;

  Translation(
      String method, List<String> parameters, List<Expression> cachesOfType, boolean regionOnType) {
    this.method = method;
    this.parameters = parameters;
    this.cachesOfType = cachesOfType;
    this.regionOnType = regionOnType;
  }

  /** Returns what replaces an annotation other than {@code @Caching} and {@code @CacheConfig}. */
  Replacement of(SpringCacheAnnotation spring) {
    String refusal = refusal(spring);
    if (refusal != null) {
      return Replacement.stays(refusal);
    }
    List<Expression> own = spring.caches();
    List<Expression> caches = own.isEmpty() ? cachesOfType : own;
    if (caches.isEmpty()) {
      return Replacement.stays("no cache is named here nor on the class");
    }
    if (caches.size() > 1) {
      return Replacement.stays(
          "an entry is in one region; write one @Invalidate for each, or one region for all");
    }
    if (!isRegion(caches.get(0))) {
      return Replacement.stays(
          "the name of a region has " + Names.ALLOWED + "; rename the cache everywhere");
    }
    boolean wholeRegion = spring.isTrue("allEntries");
    boolean inherited = own.isEmpty() && regionOnType && !wholeRegion;
    try {
      return new Replacement(
          spring.kind() == Kind.CACHEABLE ? "CacheAside" : "Invalidate",
          inherited ? null : caches.get(0),
          wholeRegion ? null : key(spring),
          notes(spring));
    } catch (Untranslatable e) {
      return Replacement.stays(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether this can be the name of a region; of a constant that is not known. */
  static boolean isRegion(Expression name) {
    return !(name instanceof J.Literal literal)
        || (literal.getValue() instanceof String text && Names.isValid(text));
  }

  private static @Nullable String refusal(SpringCacheAnnotation spring) {
    if (spring.isWritten("condition")) {
      return "there is no condition; move what is cached into a method of its own, and call that"
          + " or the other";
    }
    if (spring.isWritten("keyGenerator")) {
      return "there are no key generators; write the key as a template, such as \"{id}\"";
    }
    if (spring.isWritten("cacheManager") || spring.isWritten("cacheResolver")) {
      return "there is one cache; write a region where this chooses one";
    }
    if (spring.isWritten("unless")
        && !"#result == null".equals(strip(spring.text("unless")))
        && spring.kind() == Kind.CACHEABLE) {
      return "whether a result is kept does not depend on it, other than on its absence"
          + " (negativeTtl)";
    }
    return null;
  }

  private static @Nullable String strip(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private String key(SpringCacheAnnotation spring) throws Untranslatable {
    SpelKey spel = new SpelKey(method, parameters, spring.kind() != Kind.CACHEABLE);
    if (!spring.isWritten("key")) {
      return spel.ofAllParameters();
    }
    String text = spring.text("key");
    if (text == null) {
      throw new Untranslatable("the key is no literal; write it as a template, such as \"{id}\"");
    }
    return text.isBlank() ? spel.ofAllParameters() : spel.template(text);
  }

  private static List<String> notes(SpringCacheAnnotation spring) {
    List<String> notes = new ArrayList<>();
    if (spring.kind() == Kind.CACHE_PUT) {
      notes.add("was @CachePut: the entry is removed, and the next read loads it");
    }
    if (spring.isTrue("beforeInvocation")) {
      notes.add(
          "was beforeInvocation: the entry is removed after the method; when = AROUND bounds what is"
              + " cached meanwhile");
    }
    if (spring.isWritten("unless") && spring.kind() == Kind.CACHEABLE) {
      notes.add(
          "was unless = \"#result == null\": an absence is kept for negativeTtl, at most 30s");
    }
    return notes;
  }
}
