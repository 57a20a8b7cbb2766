package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two modules that know nothing of each other, and a third that depends on both. */
class OtherModulesTest {
  private static final String INDEX = "META-INF/cacheaside/classes.idx";

  private static final String NOTHING = "debug: none of 1 class is annotated";

  @TempDir Path base;
  private Module items;
  private Module things;

  @BeforeEach
  void makeModules() throws IOException {
    items = module("items", "Items", "String item(long id) { return \"\" + id; }");
    things = module("things", "Things", "String thing(long id) { return \"\" + id; }");
  }

  private Module module(String folder, String name, String method) throws IOException {
    Module module =
        new Module(base.resolve(folder))
            .source(
                name,
                "class %s { @CacheAside(key = \"item:{id}\", ttl = \"5m\") %s }"
                    .formatted(name, method))
            .compile(name);
    index(module, "shop." + name + "\n");
    return module;
  }

  private static void index(Module module, String text) throws IOException {
    Path index = module.classes().resolve(INDEX);
    Files.createDirectories(index.getParent());
    Files.writeString(index, text);
  }

  private Module app(Path... others) throws IOException {
    Module app = new Module(base.resolve("app")).source("Main", "class Main {}").compile("Main");
    List.of(others).forEach(app::dependingOn);
    return app;
  }

  private static String shared(String items, String things) {
    return ("warn: shop.Things.thing(long) is in %s, and shop.Items.item(long) in %s: CA143"
            + " @CacheAside key \"item:{id}\": shop.Items.item(long) has the key \"item:{id}\" in the"
            + " same region, so each serves what the other has cached; use another key or region for"
            + " one of them, or suppress \"CA143\" on either if both return the same values")
        .formatted(things, items);
  }

  @Test
  void siblings_thatShareEntries_areReportedWhereBothAreSeen_once() throws Exception {
    Module app = app(jar(items, "items-1.jar"), jar(things, "things-1.jar"));
    assertThat(app.weave()).containsExactly(shared("items-1.jar", "things-1.jar"), NOTHING);
    assertThat(app.weave()).containsExactly(NOTHING);
  }

  @Test
  void siblings_besideAnnotatedClassesOfTheModuleItself_areReported() throws Exception {
    Module app =
        app(things.classes(), items.classes())
            .source("Mine", "class Mine { @Invalidate(key = \"item:{id}\") void save(long id) {} }")
            .compile("Mine", "Main");
    assertThat(app.weave())
        .containsExactly(
            shared(items.classes().toString(), things.classes().toString()),
            "info: wove 1 method in 1 of 2 classes (1 @Invalidate)");
  }

  @Test
  void siblings_ofWhichOneSilencesIt_areNotReported() throws Exception {
    index(items, "shop.Items CA143@item(J)Ljava/lang/String;\n");
    assertThat(app(items.classes(), things.classes()).weave()).containsExactly(NOTHING);
    index(items, "shop.Items\n");
    index(things, "shop.Things CA143@thing(J)Ljava/lang/String;\n");
    assertThat(app(items.classes(), things.classes()).weave()).containsExactly(NOTHING);
    index(things, "shop.Things\n");
    assertThat(app(items.classes(), things.classes()).suppressing(Rule.FOREIGN_ENTRIES).weave())
        .containsExactly(NOTHING);
  }

  /** Class files do not keep annotations that silence, so the plugin's setting has to be kept. */
  @Test
  void siblings_ofWhichOneWasBuiltWithTheWarningSwitchedOff_areNotReported() throws Exception {
    Files.delete(items.classes().resolve(INDEX));
    items.suppressing(Rule.FOREIGN_ENTRIES, Rule.UNUSED_PARAMETER).weave();
    assertThat(items.classes().resolve(INDEX)).hasContent("shop.Items CA143@* unprocessed\n");
    index(things, "shop.Things\n");
    things.suppressing(Rule.SHARED_ENTRIES).weave();
    assertThat(things.classes().resolve(INDEX))
        .hasContent("shop.Things\nshop.Things CA140@* unprocessed\n");
    assertThat(app(items.classes(), things.classes()).weave()).containsExactly(NOTHING);
    things.suppressing().weave();
    assertThat(things.classes().resolve(INDEX)).hasContent("shop.Things\n");
  }

  /** The build of this module can. */
  @Test
  void method_thatSharesEntriesWithOneOfAnotherModule_stopsTheBuild() throws Exception {
    things.dependingOn(items);
    assertThatThrownBy(things::weave)
        .hasMessage(
            "the annotations of CacheAside are wrong, 1 error:\nsrc/main/java/shop/Things.java:4:"
                + " CA143 shop.Things.thing(long): @CacheAside key \"item:{id}\":"
                + " shop.Items.item(long) has the key \"item:{id}\" in the same region, so each serves"
                + " what the other has cached; use another key or region for one of them, or suppress"
                + " \"CA143\" on either if both return the same values");
    things.suppressing(Rule.FOREIGN_ENTRIES).weave();
  }

  /** The build of this module cannot mend it, so it goes on; the start of the application fails. */
  @Test
  void siblings_thatReplaceEachOthersEntries_areAWarning() throws Exception {
    things = module("things", "Things", "Long thing(long id) { return id; }");
    assertThat(app(items.classes(), things.classes()).weave())
        .containsExactly(
            "warn: shop.Things.thing(long) is in %s, and shop.Items.item(long) in %s: CA138"
                    .formatted(things.classes(), items.classes())
                + " @CacheAside key \"item:{id}\": shop.Items.item(long) has the key \"item:{id}\" in"
                + " the same region and returns java.lang.String, but this method java.lang.Long, so"
                + " they replace each other's entries; use another key or region for one of them",
            NOTHING);
  }

  @Test
  void methods_ofOneOtherModule_areLeftToItsOwnBuild() throws Exception {
    module("things", "Twins", "String twin(long id) { return \"\" + id; }");
    index(things, "shop.Things\nshop.Twins\n");
    index(items, "");
    Module third = new Module(base.resolve("third")).source("Third", "class Third {}");
    third.compile("Third");
    index(third, "shop.Third\n");
    assertThat(app(things.classes(), third.classes()).weave()).containsExactly(NOTHING);
  }

  private Module invalidating(String annotation) throws IOException {
    return app(items.classes())
        .source("Main", "class Main { @Invalidate(" + annotation + ") void save(long id) {} }")
        .compile("Main");
  }

  private void cacheIn(String region) throws IOException {
    items
        .source(
            "Items",
            "class Items { @CacheAside(region = \"%s\", key = \"item:{id}\", ttl = \"5m\") String"
                    .formatted(region)
                + " item(long id) { return \"\"; } }")
        .compile("Items");
  }

  private static final String WOVE = "info: wove 1 method in 1 of 1 class (1 @Invalidate)";

  @Test
  void invalidation_withoutTheRegionOfAnotherModule_stopsTheBuild() throws Exception {
    cacheIn("items");
    String message =
        "the annotations of CacheAside are wrong, 1 error:\nsrc/main/java/shop/Main.java:4: CA147"
            + " shop.Main.save(long): @Invalidate key \"item:{id}\" has the form of no @CacheAside"
            + " key in the region \"%s\"; the same key is cached in the region \"items\"; write"
            + " region = \"items\", or suppress \"CA147\" if this build does not see what is meant";
    Module forgotten = invalidating("key = \"item:{id}\"");
    assertThatThrownBy(forgotten::weave).hasMessage(message.formatted("default"));
    assertThatThrownBy(() -> invalidating("region = \"item\", key = \"item:{id}\"").weave())
        .hasMessage(message.formatted("item"));
    forgotten = invalidating("key = \"item:{id}\"");
    assertThat(forgotten.suppressing(Rule.OTHER_REGION).weave()).containsExactly(WOVE);
    assertThat(forgotten.classes().resolve(INDEX)).hasContent("shop.Main CA147@* unprocessed\n");
    index(forgotten, "shop.Main CA147@save(J)V\n");
    assertThat(forgotten.suppressing().weave())
        .contains("info: 1 of 1 class is woven and up to date");
  }

  @Test
  void invalidation_inARegionOfNoModule_isAWarning_withTheNearestName() throws Exception {
    cacheIn("items");
    String warning =
        "warn: src/main/java/shop/Main.java:4: CA146 shop.Main.save(long): no @CacheAside that is"
            + " visible here is in the region \"%s\" of @Invalidate, so it probably removes nothing;"
            + " %s";
    assertThat(invalidating("region = \"ITEM\"").weave())
        .containsExactly(warning.formatted("ITEM", "did you mean \"items\"?"), WOVE);
    assertThat(invalidating("region = \"users\"").weave())
        .containsExactly(warning.formatted("users", "there is only items"), WOVE);
  }

  private static final String HIDDEN =
      "warn: src/main/java/shop/Main.java:4: CA133 shop.Main.item(long): this overrides"
          + " shop.Items.item(long), which has @CacheAside, without repeating it: annotations of"
          + " methods are not inherited; repeat it, or suppress \"CA133\" if it must not act here";

  private Module overriding(String parent, Path... others) throws IOException {
    Module app = new Module(base.resolve("app"));
    List.of(others).forEach(app::dependingOn);
    return app.source(
            "Main", "class Main extends " + parent + " { String item(long id) { return \"\"; } }")
        .compile("Main");
  }

  @Test
  void override_ofAMethodOfAnotherModule_isReported_whereNothingIsAnnotated() throws Exception {
    Module app = overriding("Items", jar(items, "items-1.jar"));
    assertThat(app.weave()).containsExactly(HIDDEN, NOTHING);
    assertThat(app.weave()).containsExactly(NOTHING);
    assertThat(overriding("Items", items.classes()).verify()).containsExactly(HIDDEN, NOTHING);
  }

  @Test
  void override_belowAClassOfAThirdModule_isReported_besideAnnotatedClasses() throws Exception {
    Module middle =
        new Module(base.resolve("middle"))
            .dependingOn(items)
            .source("Middle", "class Middle extends Items {}")
            .compile("Middle");
    Path jar = jar(middle, "middle-1.jar");
    Module app =
        overriding("Middle", jar, items.classes())
            .source("Mine", "class Mine { @Invalidate(key = \"item:{id}\") void save(long id) {} }")
            .compile("Mine", "Main");
    assertThat(app.weave())
        .containsExactly(HIDDEN, "info: wove 1 method in 1 of 2 classes (1 @Invalidate)");
  }

  /** Class files do not keep what the source silences. */
  @Test
  void override_thatTheProcessorSaw_isNotReportedAgain() throws Exception {
    Module app = overriding("Items", items.classes());
    index(app, "shop.Main\n");
    assertThat(app.weave()).containsExactly(NOTHING);
    index(app, "");
    assertThat(app.suppressing(Rule.HIDDEN_BY_OVERRIDE).weave()).containsExactly(NOTHING);
  }

  /** It is there to stand in for the real one. */
  @Test
  void override_inATest_isNotReported() throws Exception {
    assertThat(overriding("Items", items.classes()).ofTests().weave()).containsExactly(NOTHING);
  }

  private static final String UNWOVEN =
      "warn: CA201 shop.Items.item(long) in items-1.jar is annotated with @CacheAside but not"
          + " woven, so its annotation does nothing: add the goal weave of cache-maven-plugin to"
          + " the build of that module";

  private void withPom(Module module, String folder, String group) throws IOException {
    Files.delete(module.classes().resolve(INDEX));
    Path pom = module.classes().resolve("META-INF/maven/" + folder + "/pom.xml");
    Files.createDirectories(pom.getParent());
    Files.writeString(pom, "<dependency><groupId>" + group + "</groupId></dependency>");
  }

  @Test
  void library_thatWasBuiltWithoutThePlugin_isWarnedOf_once() throws Exception {
    withPom(items, "shop/items", "io.cacheaside");
    Module app = app(jar(items, "items-1.jar"));
    assertThat(app.weave()).containsExactly(UNWOVEN, NOTHING);
    assertThat(app.weave()).containsExactly(NOTHING);
  }

  @Test
  void library_thatWasBuiltWithoutThePlugin_besideAnnotatedClasses_isWarnedOf() throws Exception {
    withPom(items, "shop/items", "io.cacheaside");
    Module app =
        app(jar(items, "items-1.jar"))
            .source("Mine", "class Mine { @Invalidate(key = \"item:{id}\") void save(long id) {} }")
            .compile("Mine", "Main");
    assertThat(app.weave())
        .containsExactly(UNWOVEN, "info: wove 1 method in 1 of 2 classes (1 @Invalidate)");
  }

  @Test
  void library_withoutOurDependency_isNotLookedThrough() throws Exception {
    withPom(items, "shop/items", "org.example");
    assertThat(app(jar(items, "items-1.jar")).weave()).containsExactly(NOTHING);
    assertThat(app(items.classes()).ofTests().weave()).containsExactly(NOTHING);
  }

  private Path jar(Module module, String name) throws IOException {
    Path jar = base.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : Directories.files(module.classes())) {
        out.putNextEntry(new ZipEntry(file.toString().replace('\\', '/')));
        out.write(Files.readAllBytes(module.classes().resolve(file)));
      }
    }
    return jar;
  }
}
