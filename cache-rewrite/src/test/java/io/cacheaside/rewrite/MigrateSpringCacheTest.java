package io.cacheaside.rewrite;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.openrewrite.java.Assertions.java;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openrewrite.java.JavaParser;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

class MigrateSpringCacheTest implements RewriteTest {

  @Override
  public void defaults(RecipeSpec spec) {
    spec.recipe(new MigrateSpringCache("10m"))
        .parser(JavaParser.fromJavaVersion().classpath("spring-context", "cache-annotations"));
  }

  private static final String TYPES =
      """
      record User(long id, String name) {
        long getId() { return id; }
      }
      """;

  /** One method as it is written for Spring Cache, and what becomes of it. */
  static Stream<Arguments> methods() {
    return Stream.of(
        changes(
            "name and key",
            "@Cacheable(value = \"users\", key = \"#id\")\nUser find(long id)",
            "@CacheAside(region = \"users\", key = \"{id}\", ttl = \"10m\")\nUser find(long id)"),
        changes(
            "name alone: the key is the parameter",
            "@Cacheable(\"users\")\nUser find(long id)",
            "@CacheAside(region = \"users\", key = \"{id}\", ttl = \"10m\")\nUser find(long id)"),
        changes(
            "several parameters",
            "@Cacheable(cacheNames = \"users\")\nUser find(String tenant, long id)",
            "@CacheAside(region = \"users\", key = \"{tenant}:{id}\", ttl = \"10m\")\n"
                + "User find(String tenant, long id)"),
        changes(
            "no parameter",
            "@Cacheable(\"rates\")\nString rates()",
            "@CacheAside(region = \"rates\", key = \"all\", ttl = \"10m\")\nString rates()"),
        changes(
            "parameter by index, two ways",
            "@Cacheable(value = \"users\", key = \"#p0 + ':' + #a1\")\nUser find(long id, int page)",
            "@CacheAside(region = \"users\", key = \"{id}:{page}\", ttl = \"10m\")\n"
                + "User find(long id, int page)"),
        changes(
            "arguments of the root",
            "@Cacheable(value = \"users\", key = \"#root.args[1]\")\nUser find(long id, int page)",
            "@CacheAside(region = \"users\", key = \"{page}\", ttl = \"10m\")\n"
                + "User find(long id, int page)"),
        changes(
            "properties, their getters, and safe navigation",
            "@Cacheable(value = \"names\", key = \"#user.id + ':' + #other?.name + ':' +"
                + " #third.getId()\")\nString name(User user, User other, User third)",
            "@CacheAside(region = \"names\", key = \"{user.id}:{other.name}:{third.id}\", ttl ="
                + " \"10m\")\nString name(User user, User other, User third)"),
        changes(
            "literals, the name of the method, and text of a value",
            "@Cacheable(value = \"names\", key = \"'n:' + #root.methodName + ':' +"
                + " #id.toString()\")\nString name(Long id)",
            "@CacheAside(region = \"names\", key = \"n:name:{id}\", ttl = \"10m\")\n"
                + "String name(Long id)"),
        changes(
            "a list",
            "@Cacheable(value = \"names\", key = \"{#tenant, #id}\")\n"
                + "String name(String tenant, long id)",
            "@CacheAside(region = \"names\", key = \"{tenant}:{id}\", ttl = \"10m\")\n"
                + "String name(String tenant, long id)"),
        changes(
            "a property of the target",
            "@Cacheable(value = \"names\", key = \"#root.target.tenant + ':' + #id\")\n"
                + "String name(long id)",
            "@CacheAside(region = \"names\", key = \"{this.tenant}:{id}\", ttl = \"10m\")\n"
                + "String name(long id)"),
        changes(
            "sync is always on",
            "@Cacheable(value = \"users\", sync = true)\nUser find(long id)",
            "@CacheAside(region = \"users\", key = \"{id}\", ttl = \"10m\")\nUser find(long id)"),
        changes(
            "unless null",
            "@Cacheable(value = \"users\", unless = \"#result == null\")\nUser find(long id)",
            "// CacheAside: was unless = \"#result == null\": an absence is kept for negativeTtl, at"
                + " most 30s\n"
                + "@CacheAside(region = \"users\", key = \"{id}\", ttl = \"10m\")\n"
                + "User find(long id)"),
        changes(
            "evict one",
            "@CacheEvict(value = \"users\", key = \"#user.id\")\nvoid save(User user)",
            "@Invalidate(region = \"users\", key = \"{user.id}\")\nvoid save(User user)"),
        changes(
            "evict all",
            "@CacheEvict(value = \"users\", allEntries = true)\nvoid clear()",
            "@Invalidate(region = \"users\")\nvoid clear()"),
        changes(
            "evict by the result",
            "@CacheEvict(value = \"users\", key = \"#result.id\")\nUser create(String name)",
            "@Invalidate(region = \"users\", key = \"{result.id}\")\nUser create(String name)"),
        changes(
            "evict before",
            "@CacheEvict(value = \"users\", beforeInvocation = true)\nvoid delete(long id)",
            "// CacheAside: was beforeInvocation: the entry is removed after the method; when ="
                + " AROUND bounds what is cached meanwhile\n"
                + "@Invalidate(region = \"users\", key = \"{id}\")\nvoid delete(long id)"),
        changes(
            "put",
            "@CachePut(value = \"users\", key = \"#result.id\")\nUser rename(long id, String name)",
            """
            // CacheAside: was @CachePut: the entry is removed, and the next read loads it
            @Invalidate(region = "users", key = "{result.id}")
            User rename(long id, String name)\
            """),
        changes(
            "caching of several",
            "@Caching(evict = {@CacheEvict(value = \"users\", key = \"#id\"), @CacheEvict(value ="
                + " \"lists\", allEntries = true)})\nvoid delete(long id)",
            """
            @Invalidate(region = "users", key = "{id}")
            @Invalidate(region = "lists")
            void delete(long id)\
            """),
        stays(
            "condition",
            "@Cacheable(value = \"users\", condition = \"#id > 0\")\nUser find(long id)",
            "@Cacheable stays: there is no condition; move what is cached into a method of its own,"
                + " and call that or the other"),
        stays(
            "unless by the value",
            "@Cacheable(value = \"users\", unless = \"#result.id() < 0\")\nUser find(long id)",
            "@Cacheable stays: whether a result is kept does not depend on it, other than on its"
                + " absence (negativeTtl)"),
        stays(
            "key generator",
            "@Cacheable(value = \"users\", keyGenerator = \"mine\")\nUser find(long id)",
            "@Cacheable stays: there are no key generators; write the key as a template, such as"
                + " \"{id}\""),
        stays(
            "cache manager",
            "@Cacheable(value = \"users\", cacheManager = \"mine\")\nUser find(long id)",
            "@Cacheable stays: there is one cache; write a region where this chooses one"),
        stays(
            "two caches",
            "@CacheEvict({\"users\", \"lists\"})\nvoid delete(long id)",
            "@CacheEvict stays: an entry is in one region; write one @Invalidate for each, or one"
                + " region for all"),
        stays(
            "computed key",
            "@Cacheable(value = \"users\", key = \"#name.toLowerCase()\")\nUser find(String name)",
            "@Cacheable stays: a template does not compute #name.toLowerCase()"),
        stays(
            "static method in the key",
            "@Cacheable(value = \"users\", key = \"T(java.util.Objects).hash(#a, #b)\")\n"
                + "User find(int a, int b)",
            "@Cacheable stays: a template does not compute T(java.util.Objects).hash(#a, #b)"),
        stays(
            "no such parameter",
            "@Cacheable(value = \"users\", key = \"#ident\")\nUser find(long id)",
            "@Cacheable stays: #ident is no parameter"),
        stays(
            "placeholders that touch",
            "@Cacheable(value = \"users\", key = \"#a + #b\")\nUser find(int a, int b)",
            "@Cacheable stays: key \"{a}{b}\": no delimiter between {a} at position 1 and {b} at"
                + " position 4, so different values could give one key; write for example"
                + " {a}:{b}"),
        stays(
            "a delimiter that values may contain",
            "@Cacheable(value = \"users\", key = \"#a + '-' + #b\")\nUser find(String a, String b)",
            "@Cacheable stays: key \"{a}-{b}\": no delimiter between {a} at position 1 and {b} at"
                + " position 5, so different values could give one key; write for example"
                + " {a}:{b}"),
        stays(
            "name with a blank",
            "@Cacheable(\"all users\")\nUser find(long id)",
            "@Cacheable stays: the name of a region has 1 to 64 letters, digits, '-', '_' or '.';"
                + " rename the cache everywhere"),
        stays(
            "no name",
            "@Cacheable\nUser find(long id)",
            "@Cacheable stays: no cache is named here nor on the class"),
        stays(
            "two entries of one method",
            "@Caching(cacheable = {@Cacheable(\"a\"), @Cacheable(\"b\")})\nUser find(long id)",
            "@Caching stays: a method has one entry; choose one region and one key for it"),
        stays(
            "one of several that cannot be",
            "@Caching(evict = {@CacheEvict(\"a\"), @CacheEvict(value = \"b\", condition = \"true\")})"
                + "\nvoid delete(long id)",
            "@Caching stays: there is no condition; move what is cached into a method of its own,"
                + " and call that or the other"));
  }

  private static Arguments changes(String form, String before, String after) {
    return Arguments.of(form, before, after);
  }

  private static Arguments stays(String form, String method, String why) {
    return Arguments.of(form, method, "// CacheAside: " + why + "\n" + method);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methods")
  void method_ofSpringCache_isTranslatedOrExplained(String form, String before, String after) {
    rewriteRun(java(TYPES), java(source(before), source(after)));
  }

  /** Returns a class with the method, which imports the annotations that are used. */
  private static String source(String method) {
    StringBuilder source = new StringBuilder();
    for (String ours : List.of("CacheAside", "Invalidate")) {
      if (method.contains("@" + ours + "(")) {
        source.append("import io.cacheaside.annotation.").append(ours).append(";\n");
      }
    }
    String code = method.replaceAll("(?m)^//.*$", "");
    for (SpringCacheAnnotation.Kind spring : SpringCacheAnnotation.Kind.values()) {
      if (code.matches("(?s).*@" + spring.simpleName + "\\b.*")) {
        source.append("import ").append(spring.type).append(";\n");
      }
    }
    return source
        .append("\nclass Users {\n")
        .append(method.indent(4).stripTrailing())
        .append(" {\n        throw new UnsupportedOperationException();\n    }\n}\n")
        .toString();
  }

  @Test
  void cacheConfig_onlyNames_becomesTheRegionOfTheType() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.CacheConfig;
            import org.springframework.cache.annotation.CacheEvict;
            import org.springframework.cache.annotation.Cacheable;

            /** Names. */
            @CacheConfig(cacheNames = "names")
            class Names {
                @Cacheable
                String find(long id) {
                    return "";
                }

                @CacheEvict(allEntries = true)
                public void clear() {
                }

                @Cacheable(cacheNames = "others", key = "#id")
                String other(long id) {
                    return "";
                }
            }
            """,
            """
            import io.cacheaside.annotation.CacheAside;
            import io.cacheaside.annotation.CacheRegion;
            import io.cacheaside.annotation.Invalidate;

            /** Names. */
            @CacheRegion("names")
            class Names {
                @CacheAside(key = "{id}", ttl = "10m")
                String find(long id) {
                    return "";
                }

                @Invalidate(region = "names")
                public void clear() {
                }

                @CacheAside(region = "others", key = "{id}", ttl = "10m")
                String other(long id) {
                    return "";
                }
            }
            """));
  }

  @Test
  void cacheConfig_whereAMethodStays_staysBesideTheRegion() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.CacheConfig;
            import org.springframework.cache.annotation.Cacheable;

            @CacheConfig(cacheNames = "names")
            class Names {
                @Cacheable
                String find(long id) {
                    return "";
                }

                @Cacheable(condition = "#id > 0")
                String positive(long id) {
                    return "";
                }
            }
            """,
            """
            import io.cacheaside.annotation.CacheAside;
            import io.cacheaside.annotation.CacheRegion;
            import org.springframework.cache.annotation.CacheConfig;
            import org.springframework.cache.annotation.Cacheable;

            @CacheRegion("names")
            @CacheConfig(cacheNames = "names")
            class Names {
                @CacheAside(key = "{id}", ttl = "10m")
                String find(long id) {
                    return "";
                }

                // CacheAside: @Cacheable stays: there is no condition; move what is cached into a method of its own, and call that or the other
                @Cacheable(condition = "#id > 0")
                String positive(long id) {
                    return "";
                }
            }
            """));
  }

  @Test
  void cacheConfig_withMoreThanNames_staysAndGivesItsNameToTheMethods() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.CacheConfig;
            import org.springframework.cache.annotation.Cacheable;

            @CacheConfig(cacheNames = "names", cacheManager = "mine")
            class Names {
                @Cacheable
                String find(long id) {
                    return "";
                }
            }
            """,
            """
            import io.cacheaside.annotation.CacheAside;
            import org.springframework.cache.annotation.CacheConfig;

            // CacheAside: @CacheConfig stays: a type has one region and nothing else; see @CacheRegion
            @CacheConfig(cacheNames = "names", cacheManager = "mine")
            class Names {
                @CacheAside(region = "names", key = "{id}", ttl = "10m")
                String find(long id) {
                    return "";
                }
            }
            """));
  }

  @Test
  void names_thatAreConstants_stayConstants() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.Cacheable;

            class Names {
                static final String CACHE = "names";

                @Cacheable(value = CACHE, key = "#id")
                String find(long id) {
                    return "";
                }

                @Cacheable(value = CACHE, key = CACHE)
                String all() {
                    return "";
                }
            }
            """,
            """
            import io.cacheaside.annotation.CacheAside;
            import org.springframework.cache.annotation.Cacheable;

            class Names {
                static final String CACHE = "names";

                @CacheAside(region = CACHE, key = "{id}", ttl = "10m")
                String find(long id) {
                    return "";
                }

                // CacheAside: @Cacheable stays: the key is no literal; write it as a template, such as "{id}"
                @Cacheable(value = CACHE, key = CACHE)
                String all() {
                    return "";
                }
            }
            """));
  }

  @Test
  void annotationOfAType_staysWithTheReason() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.Cacheable;

            @Cacheable("names")
            class Names {
                String find(long id) {
                    return "";
                }
            }
            """,
            """
            import org.springframework.cache.annotation.Cacheable;

            // CacheAside: @Cacheable stays: annotations of a type count for all its public methods; annotate each method that is meant
            @Cacheable("names")
            class Names {
                String find(long id) {
                    return "";
                }
            }
            """));
  }

  @Test
  void methodsOfInterfaces_andTheirOtherAnnotationsAndComments_stayAsTheyAre() {
    rewriteRun(
        java(
            """
            import org.springframework.cache.annotation.CacheEvict;
            import org.springframework.cache.annotation.Cacheable;

            interface Names {
                /** Finds one. */
                @Deprecated
                @Cacheable(value = "names", key = "#id") // often asked
                String find(long id);

                // one more
                @CacheEvict(value = "names", key = "#id")
                @SuppressWarnings("unused")
                void delete(long id);
            }
            """,
            """
            import io.cacheaside.annotation.CacheAside;
            import io.cacheaside.annotation.Invalidate;

            interface Names {
                /** Finds one. */
                @Deprecated
                @CacheAside(region = "names", key = "{id}", ttl = "10m") // often asked
                String find(long id);

                // one more
                @Invalidate(region = "names", key = "{id}")
                @SuppressWarnings("unused")
                void delete(long id);
            }
            """));
  }

  @Test
  void sourceWithoutSpringCache_isNotTouched() {
    rewriteRun(java("class Names {\n    @Deprecated\n    void delete(long id) {\n    }\n}\n"));
  }

  @Test
  void ttl_leftOut_isFiveMinutes() {
    assertThat(new MigrateSpringCache(null).getTtl()).isEqualTo("5m");
  }

  @Test
  void page_quotesWhatTheRecipeWrites() throws IOException {
    String page = Files.readString(Path.of("../docs/from-spring-cache.md"));
    Object condition =
        methods()
            .filter(form -> form.get()[0].equals("condition"))
            .map(form -> form.get()[2])
            .findAny()
            .orElseThrow();
    assertThat(page).contains(condition.toString().lines().limit(2).collect(joining("\n")));
  }
}
