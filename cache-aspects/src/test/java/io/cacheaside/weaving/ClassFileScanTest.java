package io.cacheaside.weaving;

import static io.cacheaside.weaving.CacheAnnotation.Kind.CACHE_ASIDE;
import static io.cacheaside.weaving.CacheAnnotation.Kind.INVALIDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in class files, before and after weaving. */
class ClassFileScanTest {
  private static final String FIND = "@CacheAside(key = \"user:{id}\", ttl = \"5m\")";
  private static final String SAVE = "@Invalidate(key = \"user:{id}\")";

  @TempDir Path folder;

  @Test
  void class_withoutAnnotations_isEmpty() throws IOException {
    CompiledSource source = CompiledSource.users(folder, "class Users { void find(long id) {} }");
    assertThat(ClassFileScan.scan(source.classFile("Users"), "Users")).isEmpty();
  }

  @Test
  void class_namesTheAnnotationOnly_isEmpty() throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder, "class Users { CacheAside find(Invalidate id) { return null; } }");
    assertThat(ClassFileScan.scan(source.classFile("Users"), "Users")).isEmpty();
  }

  @Test
  void class_annotated_isDescribed() throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder,
            """
            class Users {
              @Deprecated
              @CacheAside(region = "people", key = "user:{id}", ttl = "5m", negativeTtl = "1s")
              String find(
                  long id) {
                return
                    "x";
              }
              @Invalidate(key = {"a", "b"})
              @Invalidate(region = "people", key = "c")
              void save() {}
            }
            """);
    int version = Runtime.version().feature() + 44;
    assertThat(source.scanned("Users"))
        .isEqualTo(
            new ScannedClass(
                "shop.Users",
                "Users",
                version,
                "Users.java",
                List.of(
                    new ScannedMethod(
                        "shop.Users",
                        "find",
                        "(J)Ljava/lang/String;",
                        false,
                        false,
                        false,
                        7,
                        List.of("id"),
                        List.of(
                            new CacheAnnotation(
                                CACHE_ASIDE, List.of("user:{id}"), "5m", "1s", "people")),
                        Set.of()),
                    new ScannedMethod(
                        "shop.Users",
                        "save",
                        "()V",
                        false,
                        false,
                        false,
                        12,
                        List.of(),
                        List.of(
                            new CacheAnnotation(INVALIDATE, List.of("a", "b"), "", "", ""),
                            new CacheAnnotation(INVALIDATE, List.of("c"), "", "", "people")),
                        Set.of()))));
  }

  @Test
  void annotations_haveWhatTheTypeSays() throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder,
            """
            @Deprecated
            @CacheRegion(ttl = "5m", value = "people")
            interface Users {
              @CacheAside(key = "user:{id}")
              default String find(long id) { return "x"; }
              @CacheAside(key = "user:{id}", region = "other", ttl = "1m")
              default String own(long id) { return "x"; }
              @Invalidate(key = "a")
              @Invalidate(region = "other", key = "c")
              default void save() {}
              interface Nested {
                @Invalidate(key = "a")
                default void save() {}
              }
            }
            """);
    assertThat(source.scanned("Users").methods())
        .flatExtracting(ScannedMethod::annotations)
        .containsExactly(
            new CacheAnnotation(CACHE_ASIDE, List.of("user:{id}"), "5m", "", "people"),
            new CacheAnnotation(CACHE_ASIDE, List.of("user:{id}"), "1m", "", "other"),
            new CacheAnnotation(INVALIDATE, List.of("a"), "", "", "people"),
            new CacheAnnotation(INVALIDATE, List.of("c"), "", "", "other"));
    assertThat(source.scanned("Users$Nested").methods())
        .flatExtracting(ScannedMethod::annotations)
        .containsExactly(new CacheAnnotation(INVALIDATE, List.of("a"), "", "", ""));
  }

  @ParameterizedTest
  @CsvSource({"-g, 'id, name, x, ids'", "-g:lines, ''"})
  void namesOfParameters_areThoseOfTheDebugInformation_orNone(String option, String names)
      throws IOException {
    Javac.compile(
        Map.of(
            "shop/Users.java",
            """
            package shop;
            import io.cacheaside.annotation.*;
            class Users {
              @CacheAside(key = "{id}:{name}:{x}:{ids}", ttl = "5m")
              String find(long id, String name, double x, int[] ids) {
                int own = 1;
                for (int each : ids) { own += each; }
                return name + own;
              }
              @CacheAside(key = "{id}:{name}:{x}:{ids}", ttl = "5m")
              static String read(long id, String name, double x, int[] ids) {
                String own = name;
                return own;
              }
            }
            """),
        folder,
        Classpath.ofApplication(),
        option);
    byte[] content = Files.readAllBytes(folder.resolve("shop/Users.class"));
    assertThat(ClassFileScan.scan(content, "Users").orElseThrow().methods())
        .hasSize(2)
        .allSatisfy(
            method -> assertThat(String.join(", ", method.parameterNames())).isEqualTo(names));
  }

  @Test
  void annotations_thatAreValuesOfOthers_areNotTheMethods() throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder,
            """
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
            @interface Example {
              CacheAside read() default @CacheAside(key = "a", ttl = "5m");
              Invalidate[] writes() default {};
              Invalidations all() default @Invalidations({});
            }
            class Users {
              @Example(read = @CacheAside(key = "b", ttl = "5m"), writes = @Invalidate(key = "c"))
              void example() {}
              @Example(all = @Invalidations({@Invalidate(key = "d")}))
              @Invalidate(key = "e")
              @Invalidate(key = "f")
              void save() {}
            }
            """);
    ScannedClass users = source.scanned("Users");
    assertThat(users.methods()).map(ScannedMethod::name).containsExactly("save");
    assertThat(users.methods().get(0).annotations())
        .flatMap(CacheAnnotation::keys)
        .containsExactly("e", "f");
    assertThat(ClassFileScan.scan(source.classFile("Example"), "Example")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xlint:ignore", "-XnoInline"})
  void methodsOfAllKinds_woven_areWoven(String option) throws IOException {
    CompiledSource source = CompiledSource.users(folder, KINDS);
    Map<String, String> before = states(source);
    Map<String, String> after = states(source.woven(option));
    assertThat(before.remove("shop.Users$Port.open(long)"))
        .isEqualTo("for interceptors 0 abstract");
    assertThat(before.values()).allMatch(state -> state.startsWith("unwoven"));
    assertThat(after)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("shop.Users.find(long)", "woven 4"),
                Map.entry("shop.Users.find(String[], Entry)", "woven 5"),
                Map.entry("shop.Users.find(Users, long)", "woven 6"),
                Map.entry("shop.Users.none()", "woven 7"),
                Map.entry("shop.Users.both(int)", "woven 8"),
                Map.entry("shop.Users.seven(int, int, int, int, int, int, int)", "woven 9"),
                Map.entry("shop.Users.nativeFind(long)", "unwoven 0 native"),
                Map.entry("shop.Users.compareTo(Users)", "woven 11"),
                Map.entry("shop.Users$Port.get(long)", "woven 13"),
                Map.entry("shop.Users$Port.of(long)", "woven 14"),
                Map.entry("shop.Users$Port.open(long)", "for interceptors 0 abstract"),
                Map.entry("shop.Users$Row.name(long)", "woven 17"),
                Map.entry("shop.Users$Row.value()", "woven 18"),
                Map.entry("shop.Users$Size$1.get(long)", "woven 20"),
                Map.entry("shop.Users$Size.get(long)", "woven 21"),
                Map.entry("shop.Users$1Local.get(Local)", "woven 24"),
                Map.entry("shop.Users$1.get(byte)", "woven 25")));
  }

  private static final String KINDS =
      """
      class Users implements Comparable<Users> {

        %1$s String find(long id) { return ""; }
        %1$s String find(String[] id, Map.Entry<String, String> e) { return ""; }
        %1$s static String find(Users id, long other) { return ""; }
        %1$s String none() { return ""; }
        %1$s %2$s String both(int id) { return ""; }
        %1$s %2$s static String seven(int id, int b, int c, int d, int e, int f, int g) { return ""; }
        %1$s native String nativeFind(long id);
        %1$s @Override public int compareTo(Users id) { return 0; }
        interface Port {
          %1$s default String get(long id) { return ""; }
          %1$s static String of(long id) { return ""; }
          %1$s String open(long id);
        }
        record Row(int id) { %2$s void name(long id) {}
          %2$s int value() { return id; } }
        enum Size {
          S { %1$s @Override String get(long id) { return ""; } };
          %2$s String get(long id) { return ""; }
        }
        Object inner() {
          class Local { %1$s String get(Local id) { return ""; } }
          return new Object() { %1$s String get(byte id) { return "" + new Local(); } };
        }
      }
      """
          .formatted(FIND, SAVE);

  private Map<String, String> states(CompiledSource source) throws IOException {
    Map<String, String> states = new TreeMap<>();
    for (ScannedClass found : ClassFileScan.scanDirectory(source.classes()).annotated()) {
      for (ScannedMethod method : found.methods()) {
        states.put(
            method.toString(),
            (method.isForInterceptors()
                    ? "for interceptors "
                    : method.unwoven().isEmpty() ? "woven " : "unwoven ")
                + method.line()
                + (method.isAbstract() ? " abstract" : "")
                + (method.isNative() ? " native" : ""));
      }
    }
    return states;
  }

  @Test
  void overloads_oneWithoutAdvice_isTheUnwovenOne() throws IOException {
    byte[] woven =
        CompiledSource.users(
                folder,
                "class Users { %1$s int find(int id) { return id; } %1$s long find(long id) { return id; } }"
                    .formatted(FIND))
            .woven()
            .classFile("Users");
    assertThat(unwoven(woven)).isEmpty();
    assertThat(unwoven(replaced(woven, "find_aroundBody1$advice", "fond_aroundBody1$advice")))
        .containsExactly("shop.Users.find(int)");
    assertThat(unwoven(replaced(woven, "find_aroundBody3$advice", "fond_aroundBody3$advice")))
        .containsExactly("shop.Users.find(long)");
  }

  @Test
  void staticAndInstanceMethod_adviceOfTheSameForm_servesOne() throws IOException {
    byte[] woven =
        CompiledSource.users(
                folder,
                "class Users { %1$s int find(int id) { return id; } %1$s static int find(Users u, int id) { return id; } }"
                    .formatted(FIND))
            .woven()
            .classFile("Users");
    assertThat(unwoven(woven)).isEmpty();
    assertThat(unwoven(replaced(woven, "find_aroundBody3$advice", "fond_aroundBody3$advice")))
        .hasSize(1);
  }

  @Test
  void notInlined_oneWithoutBody_isTheUnwovenOne() throws IOException {
    byte[] woven =
        CompiledSource.users(
                folder,
                "class Users { %1$s int find(int id) { return id; } %1$s long find(long id) { return id; } }"
                    .formatted(FIND))
            .woven("-XnoInline")
            .classFile("Users");
    assertThat(unwoven(woven)).isEmpty();
    assertThat(unwoven(replaced(woven, "find_aroundBody2", "fond_aroundBody2")))
        .containsExactly("shop.Users.find(long)");
    assertThat(
            unwoven(
                replaced(
                    woven,
                    "io/cacheaside/aspect/CacheAsideAspect",
                    "io/cacheaside/aspect/CacheAbideAspect")))
        .hasSize(2);
  }

  @Test
  void oneAspectOnly_woven_theOtherIsMissing() throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder, "class Users { " + FIND + SAVE + " String find(long id) { return \"\"; } }");
    byte[] woven = source.woven().classFile("Users");
    // as if the second aspect had been another one
    byte[] other =
        replaced(
            woven,
            "Lio/cacheaside/aspect/InvalidateAspect;",
            "Lio/cacheaside/aspect/InvalidateOthers;");
    ScannedMethod method = ClassFileScan.scan(other, "x").orElseThrow().methods().get(0);
    assertThat(method.unwoven()).containsExactly(INVALIDATE);
    assertThat(method.woven()).containsExactly(CACHE_ASIDE);
  }

  private static List<String> unwoven(byte[] content) throws IOException {
    return ClassFileScan.scan(content, "Users").orElseThrow().methods().stream()
        .filter(method -> !method.unwoven().isEmpty())
        .map(ScannedMethod::toString)
        .toList();
  }

  /** Changes texts of a class file into others of the same length. */
  private static byte[] replaced(byte[] content, String old, String with) {
    assertThat(with).hasSameSizeAs(old);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(old);
    return text.replace(old, with).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void jar_isScannedLikeItsDirectory() throws IOException {
    CompiledSource source = CompiledSource.users(folder, KINDS);
    Path jar = folder.resolve("users.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (String name : List.of("Users", "Users$Port", "Users$Row")) {
        zip.putNextEntry(new JarEntry("shop/" + name + ".class"));
        zip.write(source.classFile(name));
      }
      zip.putNextEntry(new JarEntry("module-info.class"));
      zip.putNextEntry(new JarEntry("readme.txt"));
    }
    ScanResult inJar = ClassFileScan.scanJar(jar);
    ScanResult inDirectory = ClassFileScan.scanDirectory(source.classes());
    assertThat(inJar.classFiles()).isEqualTo(3);
    assertThat(inJar.annotated()).hasSize(3).isSubsetOf(inDirectory.annotated());
    assertThat(inDirectory.classFiles()).isEqualTo(7);
  }

  @Test
  void visibleBodies_onlyOurFlagsChange() throws IOException {
    CompiledSource source = CompiledSource.users(folder, KINDS).woven();
    byte[] woven = source.classFile("Users");
    byte[] visible = ClassFileScan.withVisibleBodies(woven, "Users");
    ClassFile before = ClassFile.readIfAnnotated(woven, "Users");
    ClassFile after = ClassFile.readIfAnnotated(visible, "Users");
    for (int i = 0; i < before.methods().size(); i++) {
      MethodEntry old = before.methods().get(i);
      MethodEntry now = after.methods().get(i);
      int cleared = old.isMovedBody() ? 0x1000 : 0;
      assertThat(now.flags()).as(old.name()).isEqualTo(old.flags() & ~cleared);
    }
    assertThat(before.methods())
        .filteredOn(MethodEntry::isMovedBody)
        .isNotEmpty()
        .allMatch(MethodEntry::isSynthetic);
    assertThat(before.methods()).filteredOn(MethodEntry::isAdvice).isNotEmpty();
    assertThat(ClassFileScan.scan(visible, "Users")).isEqualTo(ClassFileScan.scan(woven, "Users"));
    assertThat(ClassFileScan.withVisibleBodies(visible, "Users")).isEqualTo(visible);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outline_tellsSupertypesAndLines_wovenOrNot(boolean isWoven) throws IOException {
    CompiledSource source =
        CompiledSource.users(
            folder,
            """
            class Users implements Runnable, java.io.Serializable {
              @CacheAside(key = "user:{id}", ttl = "5m")
              @Invalidate(key = "user:{id}")
              String find(long id) {
                return "";
              }
              public void run() {
                System.out.println();
              }
              @CacheKey record Page(int number) {}
            }
            """);
    byte[] content = (isWoven ? source.woven() : source).classFile("Users");
    ClassOutline outline = ClassFileScan.outline(content, "Users");
    assertThat(outline.name()).isEqualTo("shop.Users");
    assertThat(outline.supertypes())
        .containsExactly("java.lang.Object", "java.lang.Runnable", "java.io.Serializable");
    assertThat(outline.sourceFile()).isEqualTo("Users.java");
    assertThat(outline.lines())
        .containsEntry("find(J)Ljava/lang/String;", 6)
        .containsEntry("run()V", 9);
    assertThat(outline.hasCacheKey()).isFalse();
    byte[] page = source.classFile("Users$Page");
    assertThat(ClassFileScan.outline(page, "Page").hasCacheKey()).isTrue();
  }
}
