package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules in a build: errors stop it, warnings are given once. */
class RuleChecksTest {
  private static final String UNUSED =
      """
      class Users {
        @CacheAside(key = "user:{id}", ttl = "5m")
        String find(long id, int page) { return "" + id; }
      }
      """;
  private static final String WARNING =
      "warn: src/main/java/shop/Users.java:5: CA105 shop.Users.find(long, int): @CacheAside key"
          + " \"user:{id}\": the parameter page is not part of it, so calls that differ only in"
          + " page share one entry; put {page} into the key, or suppress \"CA105\" if the result"
          + " does not depend on it";
  private static final String WOVE = "info: wove 1 method in 1 of 1 class (1 @CacheAside)";

  private static final String INDEX = "META-INF/cacheaside/classes.idx";

  @TempDir Path base;

  @Test
  void errors_areListedInEveryRun_andNothingIsWoven() throws Exception {
    Module shop =
        new Module(base)
            .source(
                "Users",
                """
                class Users {
                  @CacheAside(
                      key = "user:{uid}",
                      ttl = "5 minutes")
                  String find(long id) { return "" + id; }

                  @CacheAside(key = "x", ttl = "5m")
                  void nothing() {}

                  @Invalidate(key = "y")
                  native void save();
                }
                """)
            .compile("Users");
    Map<String, String> compiled = shop.state();
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(shop::weave)
          .isInstanceOf(MojoFailureException.class)
          .hasMessage(
              """
              the annotations of CacheAside are wrong, 4 errors:
              src/main/java/shop/Users.java:6: CA102 shop.Users.find(long): @CacheAside key \
              "user:{uid}": {uid} names no parameter; did you mean {id}?
              src/main/java/shop/Users.java:7: CA111 shop.Users.find(long): @CacheAside ttl \
              "5 minutes" is not a duration: found ' ' where a unit (d, h, m, s or ms) was \
              expected; write for example "5m", "250ms", "1h30m" or "PT5M"
              src/main/java/shop/Users.java:11: CA121 shop.Users.nothing(): @CacheAside on a \
              method that returns nothing; there is nothing to cache
              src/main/java/shop/Users.java:14: CA132 shop.Users.save(): @Invalidate on a native \
              method does nothing: it has no body to weave; put it on a method that calls it""");
      assertThat(shop.state()).isEqualTo(compiled);
    }
  }

  @Test
  void warning_isGivenOnce_andAgainAfterCompilation() throws Exception {
    Module shop = new Module(base).source("Users", UNUSED).compile("Users");
    assertThat(shop.weave()).containsExactly(WARNING, WOVE);
    assertThat(shop.weave()).containsExactly("info: 1 of 1 class is woven and up to date");
    shop.compile("Users");
    assertThat(shop.weave()).containsExactly(WARNING, WOVE);
  }

  @Test
  void warning_ofClassThatTheProcessorSaw_isNotRepeated() throws Exception {
    Module shop = new Module(base).source("Users", UNUSED).compile("Users");
    Path index = shop.classes().resolve(INDEX);
    Files.createDirectories(index.getParent());
    Files.writeString(index, "shop.Other\n");
    assertThat(shop.weave()).containsExactly(WARNING, WOVE);
    Files.writeString(index, "shop.Other\nshop.Users\n");
    shop.compile("Users");
    assertThat(shop.weave()).containsExactly(WOVE);
  }

  /** The processor sees one module at a time: it can neither report this nor find it suppressed. */
  @Test
  void warning_acrossModules_isGivenAlsoIfTheProcessorRan_unlessItIsSilencedInTheSource()
      throws Exception {
    Path library = base.resolve("library");
    Module readers = new Module(library).source("Users", UNUSED).compile("Users");
    index(readers, "shop.Users\n");
    Module shop =
        new Module(base)
            .dependingOn(readers)
            .source(
                "Writer",
                """
                class Writer {
                  @Invalidate(key = "user:{ids}")
                  void delete(Set<Long> ids) {}
                  @Invalidate(region = "elsewhere")
                  void clear() {}
                }
                """)
            .compile("Writer");
    index(shop, "shop.Writer CA145@other()V CA146@clear()V\n");
    assertThat(shop.weave())
        .containsExactly(
            "warn: src/main/java/shop/Writer.java:5: CA145 shop.Writer.delete(Set): @Invalidate key"
                + " \"user:{ids}\": {ids} is java.util.Set<java.lang.Long>, written <a,b>, where"
                + " the @CacheAside key \"user:{id}\" of shop.Users.find has long, so it removes"
                + " nothing; write {ids*} for one key for each element",
            "info: wove 2 methods in 1 of 1 class (2 @Invalidate)");
    index(shop, "shop.Writer CA145@delete(Ljava/util/Set;)V\n");
    shop.compile("Writer");
    assertThat(shop.weave())
        .containsExactly(
            "warn: src/main/java/shop/Writer.java:7: CA146 shop.Writer.clear(): no @CacheAside that"
                + " is visible here is in the region \"elsewhere\" of @Invalidate, so it probably"
                + " removes nothing; there is only default",
            "info: wove 2 methods in 1 of 1 class (2 @Invalidate)");
  }

  private static final String WRITER =
      """
      class Writer {
        @CacheAside(key = "own:{id}", region = "own", ttl = "5m")
        String find(long id) { return "" + id; }
        @Invalidate(key = "user:{id}:{page}", region = "faraway")
        void delete(long id, int page) {}
      }
      """;

  /** The processor runs nowhere, and nothing is wrong. */
  @Test
  void readers_ofModulesThatThePluginWove_orThatHaveNoIndex_areKnown() throws Exception {
    Module readers =
        new Module(base.resolve("library"))
            .source(
                "Users",
                UNUSED.replace("\"user:{id}\"", "\"user:{id}:{page}\", region = \"faraway\""))
            .compile("Users");
    Module shop = new Module(base).dependingOn(readers).source("Writer", WRITER).compile("Writer");
    assertThat(shop.weave())
        .containsExactly("info: wove 2 methods in 1 of 1 class (1 @CacheAside, 1 @Invalidate)");

    readers.weave();
    assertThat(readers.classes().resolve(INDEX)).hasContent("shop.Users unprocessed\n");
    shop.compile("Writer");
    assertThat(shop.weave())
        .containsExactly("info: wove 2 methods in 1 of 1 class (1 @CacheAside, 1 @Invalidate)");
  }

  /** Both are fine alone: only a build that sees both can tell. */
  @Test
  void entries_thatAnotherModuleReplaces_areAnError() throws Exception {
    Module readers =
        new Module(base.resolve("library"))
            .source(
                "Users",
                """
                class Users {
                  @CacheAside(key = "user:{id}", ttl = "5m")
                  String find(long id) { return "" + id; }
                }
                """)
            .compile("Users");
    index(readers, "shop.Users\n");
    Module shop =
        new Module(base)
            .dependingOn(readers)
            .source(
                "Accounts",
                """
                class Accounts {
                  @CacheAside(key = "user:{account}", ttl = "5m")
                  Long find(long account) { return account; }
                }
                """)
            .compile("Accounts");
    index(shop, "shop.Accounts CA138@find(J)Ljava/lang/Long;\n");
    assertThatThrownBy(shop::weave)
        .hasMessage(
            "the annotations of CacheAside are wrong, 1 error:\n"
                + "src/main/java/shop/Accounts.java:5: CA138 shop.Accounts.find(long): @CacheAside"
                + " key \"user:{account}\": shop.Users.find(long) has the key \"user:{id}\" in the"
                + " same region and returns java.lang.String, but this method java.lang.Long, so"
                + " they replace each other's entries; use another key or region for one of them");
  }

  @Test
  void entries_thatAreSharedWithAnotherModule_areAnError_silencedOnEitherMethod() throws Exception {
    Module readers =
        new Module(base.resolve("library"))
            .source("Users", UNUSED.replace("long id, int page", "long id"))
            .compile("Users");
    index(readers, "shop.Users\n");
    Module shop =
        new Module(base)
            .dependingOn(readers)
            .source(
                "Names",
                """
                class Names {
                  @CacheAside(key = "user:{id}", ttl = "5m")
                  String name(long id) { return "" + id; }
                }
                """)
            .compile("Names");
    index(shop, "shop.Names\n");
    assertThatThrownBy(shop::weave)
        .hasMessage(
            "the annotations of CacheAside are wrong, 1 error:\nsrc/main/java/shop/Names.java:5: CA143 shop.Names.name(long): @CacheAside key"
                + " \"user:{id}\": shop.Users.find(long) has the key \"user:{id}\" in the same"
                + " region, so each serves what the other has cached; use another key or region"
                + " for one of them, or suppress \"CA143\" on either if both return the same values");
    index(shop, "shop.Names CA143@name(J)Ljava/lang/String;\n");
    shop.compile("Names");
    assertThat(shop.weave()).containsExactly(WOVE);
    index(shop, "shop.Names\n");
    index(readers, "shop.Users CA143@find(J)Ljava/lang/String;\n");
    shop.compile("Names");
    assertThat(shop.weave()).containsExactly(WOVE);
  }

  /** A codec of one's own may know what the one of this library refuses. */
  @Test
  void error_thatIsOneOfACodecOnly_canBeSilenced() throws Exception {
    String lock =
        """
        class Lock {
          private transient Object lock;
          Lock(Object lock) { this.lock = lock; }
        }
        """;
    Module shop =
        new Module(base)
            .source("Lock", lock)
            .source(
                "Locks",
                "class Locks {\n@CacheAside(key = \"a\", ttl = \"5m\") Lock a() { return null; } }")
            .compile("Lock", "Locks");
    assertThatThrownBy(shop::weave).hasMessageContaining(": CA127 shop.Locks.a(): ");
    assertThat(shop.suppressing(Rule.OWN_CONSTRUCTION).weave())
        .containsExactly(WOVE.replace("of 1 class ", "of 2 classes "));
    shop.suppressing().compile("Lock", "Locks");
    index(shop, "shop.Locks CA127@a()Lshop/Lock;\n");
    assertThat(shop.weave()).containsExactly(WOVE.replace("of 1 class ", "of 2 classes "));
  }

  @Test
  void index_isCompleted_andKeepsWhatTheProcessorWrote() throws Exception {
    Module shop =
        new Module(base)
            .source("Users", UNUSED)
            .source("Writer", WRITER.replace("faraway", "own"))
            .compile("Users", "Writer");
    Path index = shop.classes().resolve(INDEX);
    index(shop, "shop.Gone unprocessed\nshop.Writer CA141@delete(JI)V\n");
    assertThat(shop.weave())
        .containsExactly(
            WARNING, "info: wove 3 methods in 2 of 2 classes (2 @CacheAside, 1 @Invalidate)");
    assertThat(index).hasContent("shop.Users unprocessed\nshop.Writer CA141@delete(JI)V\n");

    shop.compile("Users", "Writer");
    assertThat(shop.weave()).startsWith(WARNING);
  }

  @Test
  void index_ofThePlugin_goesWithItsLastClass() throws Exception {
    Module shop = new Module(base).source("Users", UNUSED).compile("Users");
    shop.weave();
    assertThat(shop.classes().resolve(INDEX)).exists();
    shop.source("Users", "class Users {}").compile("Users").weave();
    assertThat(shop.classes().resolve(INDEX)).doesNotExist();
  }

  private static void index(Module module, String text) throws IOException {
    Path index = module.classes().resolve(INDEX);
    Files.createDirectories(index.getParent());
    Files.writeString(index, text);
  }

  @Test
  void warning_suppressed_isNotGiven() throws Exception {
    Module shop = new Module(base).source("Users", UNUSED).compile("Users");
    assertThat(shop.suppressing(Rule.UNUSED_PARAMETER).weave()).containsExactly(WOVE);
    assertThat(shop.suppressing().weave())
        .containsExactly(WARNING, "info: 1 of 1 class is woven and up to date");
  }

  @Test
  void override_withoutAnnotation_isFoundInAClassThatHasNone() throws Exception {
    Module shop =
        new Module(base)
            .source("Users", UNUSED.replace("{id}", "{id}:{page}"))
            .source("Middle", "class Middle extends Users {}")
            .source(
                "Admins",
                "class Admins extends Middle {\n  String find(long id, int page) {\n    return null;\n  }\n}")
            .compile("Users", "Middle", "Admins");
    List<String> lines = shop.weave();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .startsWith("warn: src/main/java/shop/Admins.java:6: CA133 shop.Admins.find(long, int): ");
    assertThat(lines.get(1))
        .startsWith("warn: src/main/java/shop/Users.java:5: CA137 shop.Users.find(long, int): ");
  }

  @Test
  void cacheKey_inAClassWithoutAnnotatedMethods_isChecked() throws Exception {
    Module shop =
        new Module(base)
            .source("Users", UNUSED.replace("{id}", "{id}:{page}"))
            .source("Page", "@CacheKey class Page {}")
            .compile("Users", "Page");
    assertThatThrownBy(shop::weave)
        .hasMessageStartingWith(
            "the annotations of CacheAside are wrong, 1 error:\n"
                + "src/main/java/shop/Page.java:4: CA151 shop.Page: ");
  }

  @Test
  void unrelatedClass_withMissingSuperclass_isNotLookedAt() throws Exception {
    Module shop =
        new Module(base)
            .source("Users", UNUSED.replace("{id}", "{id}:{page}"))
            .source("Optional", "class Optional {}")
            .source("Feature", "class Feature extends shop.Optional {}")
            .compile("Users", "Optional", "Feature");
    Files.delete(shop.classFile("Optional"));
    assertThat(shop.weave())
        .containsExactly("info: wove 1 method in 1 of 2 classes (1 @CacheAside)");
  }

  @Test
  void unknownCodes_areRefused() {
    assertThatThrownBy(() -> Suppressed.rules(List.of("CA105", " CA999", "CA102")))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "cacheaside.suppress names CA999, CA102, but only these can be suppressed: CA105,"
                + " CA116, CA125, CA127, CA128, CA130, CA133, CA135, CA137, CA139, CA140, CA141, CA142, CA143, CA145, CA146,"
                + " CA147, CA152, CA199");
  }

  @Test
  void codes_ofWarnings_areUnderstood() throws Exception {
    assertThat(Suppressed.rules(List.of("CA105", " CA141")))
        .containsExactly(Rule.UNUSED_PARAMETER, Rule.UNMATCHED_INVALIDATION);
  }
}
