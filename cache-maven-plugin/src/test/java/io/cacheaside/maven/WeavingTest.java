package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.maven.ModuleOutput.Dependency;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScannedClass;
import java.io.ObjectStreamClass;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path on real classes: what is woven, what is left alone, and what is said. */
class WeavingTest {
  private static final String USERS =
      """
      class Users {
        @CacheAside(key = "user:{id}", ttl = "5m")
        String find(long id) { return "" + id; }
        @Invalidate(key = "user:{id}")
        void save(long id) {}
      }
      """;
  private static final String ORDERS =
      """
      class Orders {
        @CacheAside(key = "order:{id}", ttl = "5m")
        String find(long id) { return "" + id; }
      }
      """;
  private static final String PLAIN = "class Plain { String find(long id) { return null; } }";

  @TempDir Path base;

  private Module shop() throws Exception {
    return new Module(base)
        .source("Users", USERS)
        .source("Orders", ORDERS)
        .source("Plain", PLAIN)
        .compile("Users", "Orders", "Plain");
  }

  @Test
  void annotatedClasses_areWovenOnce() throws Exception {
    Module shop = shop();
    Map<String, String> compiled = shop.state();

    assertThat(shop.weave())
        .containsExactly("info: wove 3 methods in 2 of 3 classes (2 @CacheAside, 1 @Invalidate)");
    Map<String, String> woven = shop.state();
    Set<String> files = new HashSet<>(compiled.keySet());
    files.add("META-INF/cacheaside/classes.idx");
    assertThat(woven).containsOnlyKeys(files);
    assertThat(woven.get("shop/Plain.class")).isEqualTo(compiled.get("shop/Plain.class"));
    assertThat(woven.get("shop/Users.class")).contains("_aroundBody");

    assertThat(shop.weave()).containsExactly("info: 2 of 3 classes are woven and up to date");
    assertThat(shop.state()).isEqualTo(woven);
    assertThat(Directories.files(shop.work()))
        .containsExactly(Path.of("checked-with"), Path.of("woven-with"));
  }

  @Test
  void wovenClass_keepsTimeAndVersion() throws Exception {
    Module shop = shop();
    FileTime compiled = Files.getLastModifiedTime(shop.classFile("Users"));
    shop.weave();
    assertThat(Files.getLastModifiedTime(shop.classFile("Users"))).isEqualTo(compiled);
    byte[] content = Files.readAllBytes(shop.classFile("Users"));
    ScannedClass users = ClassFileScan.scan(content, "Users").orElseThrow();
    assertThat(users.majorVersion()).isEqualTo(61);
    assertThat(users.isWoven()).isTrue();
    assertThat(ClassFileScan.withVisibleBodies(content, "Users")).isEqualTo(content);
  }

  @Test
  void serializableClass_keepsItsUid() throws Exception {
    Module shop =
        new Module(base)
            .source(
                "Users",
                USERS.replace("class Users", "class Users implements java.io.Serializable"))
            .compile("Users");
    long before = serialVersionUid(shop);
    assertThat(shop.weave()).hasSize(1);
    assertThat(serialVersionUid(shop)).isEqualTo(before);
  }

  private static long serialVersionUid(Module shop) throws Exception {
    URL[] classes = {shop.classes().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes)) {
      return ObjectStreamClass.lookup(loader.loadClass("shop.Users")).getSerialVersionUID();
    }
  }

  @Test
  void noDirectory_orNothingAnnotated_isSaidInDebugOnly() throws Exception {
    Module shop = new Module(base);
    assertThat(shop.weave()).containsExactly("debug: none of 0 classes is annotated");
    shop.source("Plain", PLAIN).compile("Plain").withDependencies();
    assertThat(shop.weave()).containsExactly("debug: none of 1 class is annotated");
    assertThat(shop.verify()).containsExactly("debug: none of 1 class is annotated");
    assertThat(shop.work()).doesNotExist();
  }

  @Test
  void oneClassCompiledAgain_isWovenAlone() throws Exception {
    Module shop = shop();
    shop.weave();
    Map<String, String> woven = shop.state();
    shop.compile("Orders");
    assertThat(shop.weave())
        .containsExactly("info: wove 1 method in 1 of 3 classes (1 @CacheAside)");
    assertThat(shop.state()).isEqualTo(woven);
  }

  @Test
  void annotationRemoved_orClassDeleted_theRestIsUpToDate() throws Exception {
    Module shop = shop();
    shop.weave();
    shop.source("Orders", PLAIN.replace("Plain", "Orders")).compile("Orders");
    assertThat(shop.weave()).containsExactly("info: 1 of 3 classes is woven and up to date");
    Files.delete(shop.classFile("Plain"));
    assertThat(shop.weave()).containsExactly("info: 1 of 2 classes is woven and up to date");
  }

  @Test
  void workDirectoryDeleted_allIsWovenAgainToTheSame() throws Exception {
    Module shop = shop();
    shop.weave();
    Map<String, String> woven = shop.state();
    Directories.delete(shop.work());
    assertThat(shop.weave())
        .containsExactly("info: wove 3 methods in 2 of 3 classes (2 @CacheAside, 1 @Invalidate)");
    assertThat(shop.state()).isEqualTo(woven);
  }

  @Test
  void anotherPlugin_weavesAllAgain() throws Exception {
    Module shop = shop();
    shop.weave();
    assertThat(shop.withPlugin("2.0").weave())
        .containsExactly("info: wove 3 methods in 2 of 3 classes (2 @CacheAside, 1 @Invalidate)");
  }

  @Test
  void missingLibrary_isRefusedWithTheDependency() throws Exception {
    Module shop = shop().withDependencies(new Dependency("shop:other", Path.of("other.jar")));
    assertThatThrownBy(shop::weave)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            """
            CA202 classes are annotated with @CacheAside or @Invalidate, but cache-aspects is not \
            among the dependencies of this module; add to its pom, with the scope compile:
              <dependency>
                <groupId>io.cacheaside</groupId>
                <artifactId>cache-aspects</artifactId>
                <version>1.0</version>
              </dependency>""");
  }

  @Test
  void libraryWithoutAspects_isRefused() throws Exception {
    Path empty = Files.createDirectories(base.resolve("empty"));
    Module shop = shop().withDependencies(new Dependency("io.cacheaside:cache-aspects", empty));
    assertThatThrownBy(shop::weave)
        .hasMessage(
            "CA202 the dependency io.cacheaside:cache-aspects at "
                + empty
                + " contains no aspects; use the jar without a classifier, and build the module"
                + " cache-aspects up to the phase process-classes if it is part of this build");
  }

  @Test
  void missingSuperclass_isWovenWithWarnings() throws Exception {
    Module shop =
        new Module(base)
            .source("Base", "class Base {}")
            .source("Orders", ORDERS.replace("class Orders", "class Orders extends Base"))
            .compile("Base", "Orders");
    Files.delete(shop.classFile("Base"));
    assertThat(shop.weave())
        .containsExactly(
            "warn: src/main/java/shop/Orders.java:4: CA199 shop.Orders: javac cannot read this: cannot"
                + " access shop.Base, class file for shop.Base not found",
            "warn: CA203 the weaver reports: can't find type shop.Base whilst determining"
                + " signatures of call or execution join point for java.lang.String"
                + " shop.Orders.find(long), this may cause a pointcut to fail to match at this join"
                + " point",
            "info: wove 1 method in 1 of 1 class (1 @CacheAside)");
  }

  @Test
  void weaversError_stopsEveryRun_andNothingIsWritten() throws Exception {
    Module shop = new Module(base).source("Orders", ORDERS).compile("Orders");
    shop.weaveForGood();
    Map<String, String> before = shop.state();
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(shop::weave)
          .isInstanceOf(MojoFailureException.class)
          .hasMessage(
              """
              weaving failed, 1 error:
              CA203 the weaver reports: class shop.Orders is already woven and has not been built \
              in reweavable mode [Xlint:nonReweavableTypeEncountered]""");
      assertThat(shop.state()).isEqualTo(before);
      assertThat(shop.verify()).containsExactly("info: 1 of 1 class is woven");
    }
  }

  @Test
  void verify_unwoven_listsEachMethod() throws Exception {
    Module shop = shop();
    assertThatThrownBy(shop::verify)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            """
            annotated methods are not woven, 3 errors:
            src/main/java/shop/Orders.java:6: CA201 shop.Orders.find(long) is annotated with \
            @CacheAside but not woven: its class carries no advice for it; run the goal \
            cacheaside:weave after the compiler, and nothing after it that writes class files
            src/main/java/shop/Users.java:6: CA201 shop.Users.find(long) is annotated with \
            @CacheAside but not woven: its class carries no advice for it; run the goal \
            cacheaside:weave after the compiler, and nothing after it that writes class files
            src/main/java/shop/Users.java:8: CA201 shop.Users.save(long) is annotated with \
            @Invalidate but not woven: its class carries no advice for it; run the goal \
            cacheaside:weave after the compiler, and nothing after it that writes class files""");
  }

  @Test
  void verify_woven_isContent() throws Exception {
    Module shop = shop();
    shop.weave();
    assertThat(shop.verify()).containsExactly("info: 2 of 3 classes are woven");
  }

  @Test
  void classOfAnotherRelease_inItsFolder_isNotWoven() throws Exception {
    Module shop = shop();
    byte[] base = Files.readAllBytes(shop.classFile("Orders"));
    shop.source("Orders", ORDERS.replace("\"\" + id", "\"Java 17\"")).compile("Orders");
    Path other = shop.classes().resolve("META-INF/versions/17/shop/Orders.class");
    Files.createDirectories(other.getParent());
    Files.move(shop.classFile("Orders"), other);
    byte[] otherBefore = Files.readAllBytes(other);
    Files.write(shop.classFile("Orders"), base);
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(shop::weave)
          .hasMessage(
              """
              annotated methods are not woven, 1 error:
              src/main/java/shop/Orders.java:6: CA201 shop.Orders.find(long) is annotated with \
              @CacheAside but not woven: its class file is META-INF/versions/17/shop/Orders.class \
              instead of shop/Orders.class; keep annotated classes out of multi-release folders""");
      assertThat(other).hasBinaryContent(otherBefore);
      byte[] woven = Files.readAllBytes(shop.classFile("Orders"));
      assertThat(ClassFileScan.scan(woven, "Orders").orElseThrow().isWoven()).isTrue();
      assertThat(new String(woven, StandardCharsets.ISO_8859_1)).doesNotContain("Java 17");
    }
  }

  @Test
  void classOfAnotherRelease_withoutABase_getsNone() throws Exception {
    Module shop = shop();
    Path folder = Files.createDirectories(shop.classes().resolve("META-INF/versions/17/shop"));
    Files.move(shop.classFile("Orders"), folder.resolve("Orders.class"));
    assertThatThrownBy(shop::weave)
        .hasMessageStartingWith("annotated methods are not woven, 1 error:\n");
    assertThat(shop.classFile("Orders")).doesNotExist();
  }

  @Test
  void namesThatJavaDoesNotHave_areWoven() throws Exception {
    String source =
        """
        class Users {
          @CacheAside(key = "user:{id}", ttl = "5m")
          String find_user(long id) { return "" + id; }

          static class In_memory {
            @CacheAside(key = "memory:{id}", ttl = "5m")
            String find_user(In_memory id) { return "" + id; }
          }
        }
        """;
    Module shop = new Module(base).source("Users", source).compile("Users");
    shop.rename("find_user", "find user").rename("In_memory", "In memory");
    shop.source("Users", source.replace("In_memory", "`In memory`"));
    assertThat(shop.weave())
        .containsExactly(
            "warn: src/main/java/shop/Users.java:8: CA199 shop.Users$In memory: javac cannot read"
                + " this: its name is none in Java; the run time checks it at the first call",
            "warn: src/main/java/shop/Users.java:4: CA199 shop.Users: javac cannot read this: cannot"
                + " access shop.Users.In memory, class file for shop.Users$In memory not found",
            "info: wove 2 methods in 2 of 2 classes (2 @CacheAside)");
    assertThat(shop.weave()).containsExactly("info: 2 of 2 classes are woven and up to date");
  }

  @Test
  void report_isWritten_alsoIfAllIsUpToDate() throws Exception {
    Module shop = shop().withReport();
    Path table = base.resolve("target/cacheaside/catalogue.txt");
    String line = "info: the catalogue of annotated methods is in " + table;
    assertThat(shop.weave()).hasSize(2).endsWith(line);
    String written = Files.readString(table);
    Files.delete(table);
    assertThat(shop.weave())
        .isEqualTo(List.of("info: 2 of 3 classes are woven and up to date", line));
    assertThat(table).hasContent(written);
    assertThat(table.resolveSibling("catalogue.json")).exists();
  }

  @Test
  void report_ofAModuleThatHasNoAnnotationsAnyMore_isDeleted() throws Exception {
    for (boolean isVerified : List.of(false, true)) {
      Module shop = shop().withReport();
      shop.weave();
      Path table = base.resolve("target/cacheaside/catalogue.txt");
      assertThat(table).exists();
      for (String name : List.of("Users", "Orders")) {
        shop.source(name, PLAIN.replace("Plain", name)).compile(name);
      }
      assertThat(isVerified ? shop.verify() : shop.weave())
          .containsExactly("debug: none of 3 classes is annotated");
      assertThat(table).doesNotExist();
      assertThat(table.resolveSibling("catalogue.json")).doesNotExist();
    }
  }
}
