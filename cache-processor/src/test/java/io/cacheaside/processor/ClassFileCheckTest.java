package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFileCheckTest {
  private static final String IMPORTS =
      """
      package shop;
      import io.cacheaside.annotation.CacheAside;
      import io.cacheaside.annotation.Invalidate;
      """;

  @TempDir Path output;

  private Javac compile(String text, String... options) {
    Javac javac = new Javac(output).source("Users.java", IMPORTS + text).options(options);
    assertThat(javac.run()).isEmpty();
    return javac;
  }

  private static List<String> findings(Javac javac) {
    return javac.checkClassFiles().findings().stream().map(Finding::toString).toList();
  }

  private static final String ONE_MISTAKE =
      """
      class Users {
        @CacheAside(key = "user:{uid}", ttl = "5m")
        String find(long id, String... names) { return ""; }
      }
      """;

  @Test
  void finding_namesMethodAndOffendingText() {
    Finding finding = compile(ONE_MISTAKE, "-parameters").checkClassFiles().findings().get(0);
    assertThat(finding)
        .isEqualTo(
            new Finding(
                Rule.UNKNOWN_PARAMETER,
                "CA102 @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean"
                    + " {id}?",
                "shop.Users",
                new CheckedMethod(
                    "shop.Users",
                    "find",
                    List.of("long", "String[]"),
                    "(J[Ljava/lang/String;)Ljava/lang/String;"),
                "user:{uid}"));
    assertThat(finding)
        .hasToString(
            "shop.Users.find(long, String[]): CA102 @CacheAside key \"user:{uid}\": {uid} names no"
                + " parameter; did you mean {id}?");
  }

  @Test
  void class_whoseNameIsNoneInJava_isReported_andTheOthersAreChecked() throws IOException {
    Javac javac = compile(ONE_MISTAKE, "-g");
    Path users = output.resolve("shop/Users.class");
    Files.copy(users, users.resolveSibling("Users$in memory.class"));
    assertThat(javac.checkClassFiles().findings())
        .map(finding -> finding.className() + " " + finding.message())
        .containsExactly(
            "shop.Users$in memory CA199 javac cannot read this: its name is none in Java; the run"
                + " time checks it at the first call",
            "shop.Users CA102 @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean"
                + " {id}?");
  }

  @Test
  void names_fromDebugInformation_areEnough() {
    assertThat(findings(compile(ONE_MISTAKE, "-g")))
        .containsExactly(
            "shop.Users.find(long, String[]): CA102 @CacheAside key \"user:{uid}\": {uid} names no"
                + " parameter; did you mean {id}?");
  }

  @Test
  void names_notCompiled_areDemanded() {
    assertThat(findings(compile(ONE_MISTAKE, "-g:none")))
        .containsExactly(
            "shop.Users.find(long, String[]): CA109 @CacheAside key \"user:{uid}\": the class was"
                + " compiled without parameter names; compile it with -g or -parameters");
  }

  @Test
  void names_ofMethodsOfInterfaces_areDemanded_ofOthersWithoutBodyNot() {
    String source =
        """
        interface Users {
          @CacheAside(key = "user:{id}", ttl = "5m")
          String find(long id);
        }
        abstract class Writer {
          @Invalidate(key = "user:{id}")
          abstract void save(long id);
        }
        """;
    assertThat(findings(compile(source, "-g")))
        .containsExactly(
            "shop.Users.find(long): CA130 @CacheAside on a method of an interface has no body to weave:"
                + " it acts on what CacheAsideRuntime.wrap(Users.class, ...) returns, or on beans if"
                + " cache-spring-boot-starter is there; use one of them and suppress \"CA130\", or put"
                + " it on the methods that implement it, which do not inherit it",
            "shop.Users.find(long): CA109 @CacheAside key \"user:{id}\": the class was compiled"
                + " without parameter names; compile it with -parameters",
            "shop.Writer.save(long): CA131 @Invalidate on an abstract method does nothing: it has no"
                + " body, and methods that implement it do not inherit annotations; put it on those");
  }

  @Test
  void overloads_madeByKotlin_areNotChecked_othersOfTheSameNameAre() {
    String source =
        """
        class Prices {
          @kotlin.jvm.JvmOverloads
          @CacheAside(key = "price:{sku}:{currency}:{day}", ttl = "5m")
          String price(String sku, String currency, int day) { return sku; }

          @kotlin.jvm.JvmOverloads
          @CacheAside(key = "price:{sku}:{currency}:{day}", ttl = "5m")
          String price(String sku, int day) { return price(sku, "EUR", day); }

          @kotlin.jvm.JvmOverloads
          @CacheAside(key = "price:{sku}:{currency}:{day}", ttl = "5m")
          String price(long number) { return ""; }
        }
        """;
    assertThat(findings(compile(source, "-g")))
        .containsExactly(
            "shop.Prices.price(long): CA102 @CacheAside key \"price:{sku}:{currency}:{day}\": {sku}"
                + " names no parameter; did you mean {number}?");
  }

  @Test
  void objectOfAnInterface_hasAClass() {
    String source =
        """
        interface Table {
          @CacheAside(key = "rows:{this.class.name}", ttl = "5m")
          default String rows() { return ""; }
        }
        """;
    assertThat(findings(compile(source, "-g"))).isEmpty();
  }

  @Test
  void localAndAnonymousClasses_areChecked() {
    String source =
        """
        class Users {
          Runnable run(String outer) {
            class Local {
              @CacheAside(key = "local:{idd}", ttl = "5m")
              String find(long id) { return outer; }
            }
            return new Runnable() {
              public void run() { new Local(); }
              @Invalidate(key = "local:{id}:{x}")
              void save(long id) { run(); }
            };
          }
        }
        """;
    assertThat(findings(compile(source, "-g")))
        .containsExactly(
            "shop.Users$1.save(long): CA102 @Invalidate key \"local:{id}:{x}\": {x} names no"
                + " parameter; did you mean {id}?",
            "shop.Users$1Local.find(long): CA102 @CacheAside key \"local:{idd}\": {idd} names no"
                + " parameter; did you mean {id}?",
            "shop.Users$1.save(long): CA141 @Invalidate key \"local:{id}:{x}\" has the form of no"
                + " @CacheAside key in the region \"default\"; the closest is \"local:{idd}\"");
  }

  @Test
  void catalogue_hasWhatTheTypeSays() {
    String source =
        """
        @io.cacheaside.annotation.CacheRegion(value = "users", ttl = "5m")
        class Users {
          @CacheAside(key = "user:{id}")
          String find(long id) { return ""; }

          @CacheAside(key = "user:{id}", ttl = "1m", region = "default")
          String own(long id) { return ""; }

          @Invalidate(key = "user:{id}")
          void save(long id) {}

          @io.cacheaside.annotation.CacheRegion("others")
          static class Nested {
            @CacheAside(key = "user:{id}")
            String find(long id) { return ""; }
          }
        }
        """;
    List<String> keys = List.of("user:{id}");
    assertThat(compile(source, "-g").checkClassFiles().catalogue())
        .extracting(
            CatalogueEntry::annotation,
            CatalogueEntry::keys,
            CatalogueEntry::ttl,
            CatalogueEntry::region)
        .containsExactly(
            tuple("@CacheAside", keys, "5m", "users"),
            tuple("@CacheAside", keys, "1m", "default"),
            tuple("@Invalidate", keys, "", "users"),
            tuple("@CacheAside", keys, "", "others"));
  }

  @Test
  void catalogue_listsAllAnnotations() {
    String source =
        """
        class Users {
          @CacheAside(key = "user:{id}", ttl = "5m", negativeTtl = "1s", region = "users")
          <T extends Comparable<T>> String find(long id, T[] more) { return ""; }

          @Invalidate(key = {"user:{id}", "all"}, region = "users")
          @Invalidate(key = "found")
          void save(long id) {}
        }
        """;
    CheckedMethod find =
        new CheckedMethod(
            "shop.Users",
            "find",
            List.of("long", "Comparable[]"),
            "(J[Ljava/lang/Comparable;)Ljava/lang/String;");
    CheckedMethod save = new CheckedMethod("shop.Users", "save", List.of("long"), "(J)V");
    assertThat(compile(source, "-g").checkClassFiles().catalogue())
        .containsExactly(
            new CatalogueEntry(find, "@CacheAside", List.of("user:{id}"), "5m", "1s", "users"),
            new CatalogueEntry(save, "@Invalidate", List.of("user:{id}", "all"), "", "", "users"),
            new CatalogueEntry(save, "@Invalidate", List.of("found"), "", "", "default"));
    assertThat(find).hasToString("shop.Users.find(long, Comparable[])");
  }

  @Test
  void classes_none_giveNothing() {
    assertThat(ClassFileCheck.run(List.of(output), List.of(), List.of()))
        .isEqualTo(new ClassFileCheck.Result(List.of(), List.of()));
  }

  // What cannot be read

  private static final String WITH_OTHERS =
      """
      class Missing { public long getId() { return 1; } }
      class Base extends Missing {}
      class Users {
        @CacheAside(key = "user:{user.id}:{base.name}", ttl = "5m")
        String find(Missing user, Base base) { return ""; }

        @CacheAside(key = "user:{uid}", ttl = "5m")
        String other(long id) { return ""; }
      }
      """;

  @Test
  void class_missing_isReported_andTheRestIsChecked() throws IOException {
    Javac javac = compile(WITH_OTHERS, "-g");
    Files.delete(output.resolve("shop/Missing.class"));
    assertThat(findings(javac))
        .containsExactly(
            "shop.Base: CA199 javac cannot read this: cannot access shop.Missing, class file for"
                + " shop.Missing not found",
            "shop.Users.find(Missing, Base): CA199 find cannot be checked: the class shop.Missing"
                + " cannot be found; put it on the class path",
            "shop.Users.other(long): CA102 @CacheAside key \"user:{uid}\": {uid} names no"
                + " parameter; did you mean {id}?");
  }

  private void setVersion(String name, int release) throws IOException {
    Path file = output.resolve("shop/" + name + ".class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = (byte) (release + 44);
    Files.write(file, bytes);
  }

  @Test
  void classFile_newerThanTheRunningJava_isReported() throws IOException {
    Javac javac = compile(WITH_OTHERS, "-g");
    setVersion("Users", 99);
    assertThat(javac.checkClassFiles())
        .isEqualTo(
            new ClassFileCheck.Result(
                List.of(
                    new Finding(
                        Rule.NEWER_CLASS_FILE,
                        "CA205 the class file is for Java 99, but Java "
                            + Runtime.version().feature()
                            + " is running; run Maven with a JDK 99 or later",
                        "shop.Users",
                        null,
                        "")),
                List.of()));
  }

  @Test
  void classFile_damaged_isReported_andTheRestIsChecked() throws IOException {
    Javac javac = compile(WITH_OTHERS, "-g");
    Files.write(output.resolve("shop/Base.class"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    assertThat(findings(javac))
        .containsExactly(
            "shop.Base: CA199 javac cannot read this: Could not find class file for 'shop.Base'.",
            "shop.Users.find(Missing, Base): CA199 find cannot be checked: the class shop.Base"
                + " cannot be found; put it on the class path",
            "shop.Users.other(long): CA102 @CacheAside key \"user:{uid}\": {uid} names no"
                + " parameter; did you mean {id}?");
  }

  @Test
  void class_thatIsNotThere_isReported() {
    compile(ONE_MISTAKE, "-g");
    assertThat(ClassFileCheck.run(List.of(output), List.of("shop.Nowhere"), List.of()).findings())
        .extracting(Finding::toString)
        .containsExactly(
            "shop.Nowhere: CA199 javac cannot read this: Could not find class file for"
                + " 'shop.Nowhere'.");
  }

  // Methods with the same keys

  private static final String TWO =
      """
      class Users {
        @CacheAside(key = "user:{id}", ttl = "5m")
        String find(long id) { return ""; }
        @CacheAside(key = "user:{id}", ttl = "5m")
        Long number(long id) { return id; }
      }
      """;

  private static final String REPLACED =
      "shop.Users.number(long): CA138 @CacheAside key \"user:{id}\": shop.Users.find(long) has the"
          + " key \"user:{id}\" in the same region and returns java.lang.String, but this method"
          + " java.lang.Long, so they replace each other's entries; use another key or region for"
          + " one of them";

  /** A jar that others were unpacked into may have the very classes that are checked. */
  @Test
  void class_thatAnotherModuleHasToo_isNoOtherOne() {
    compile(TWO, "-g");
    List<Path> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry));
    }
    List<String> users = List.of("shop.Users");
    assertThat(ClassFileCheck.run(List.of(output), users, classPath, List.of(users)).findings())
        .extracting(Finding::toString)
        .containsExactly(REPLACED);
  }

  /** A {@code @JvmStatic} function of a companion is one function, compiled into two methods. */
  @Test
  void methodsThatKotlinMakesOfOneFunction_areNotCompared() {
    String metadata =
        """
        package kotlin;
        @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
        public @interface Metadata {}
        """;
    String prices =
        """
        %sclass Prices {
          @CacheAside(key = "rate:{currency}", ttl = "5m")
          static String rate(String currency) { return ""; }
          %sstatic class Companion {
            @CacheAside(key = "rate:{currency}", ttl = "5m")
            String rate(String currency) { return ""; }
          }
        }
        """;
    String mark = "@kotlin.Metadata ";
    Javac kotlin = new Javac(output).source("Metadata.java", metadata).options("-g");
    kotlin.source("Prices.java", IMPORTS + prices.formatted(mark, mark));
    assertThat(kotlin.run()).isEmpty();
    assertThat(findings(kotlin)).isEmpty();
    assertThat(findings(compile(prices.formatted("", ""), "-g")))
        .singleElement()
        .asString()
        .startsWith("shop.Prices.rate(String): CA140 ");
  }

  // Keys of other modules

  private static final String WRITER =
      """
      class Writer {
        @CacheAside(region = "orders", key = "order:{id}", ttl = "5m")
        String order(long id) { return ""; }
        @Invalidate(key = "user:{ids}")
        void set(java.util.Set<Long> ids) {}
        @Invalidate(key = "users:{id}")
        void otherForm(long id) {}
        @Invalidate(key = "customer-of-the-week:{id}")
        void resemblesNone(long id) {}
        @Invalidate(key = "user:{id}", region = "people")
        void otherRegion(long id) {}
        @Invalidate(region = "elsewhere")
        void unread() {}
        @Invalidate(key = "user:{ids*}")
        void right(java.util.Set<Long> ids) {}
        @Invalidate(key = "order:{id}:{page}", region = "orders")
        void wrongAlone(long id, int page) {}
      }
      """;

  private List<Finding> findingsBeside(String reader, String... readers) throws IOException {
    Path library = Files.createDirectories(output.resolve("library"));
    assertThat(new Javac(library).source("Reader.java", IMPORTS + reader).options("-g").run())
        .isEmpty();
    Javac writer = new Javac(output).source("Writer.java", IMPORTS + WRITER).options("-g");
    assertThat(writer.run()).isEmpty();
    List<Path> classPath = new ArrayList<>(List.of(library));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry));
    }
    return ClassFileCheck.run(
            List.of(output), List.of("shop.Writer"), classPath, List.of(List.of(readers)))
        .findings();
  }

  @Test
  void keys_ofOtherModules_areComparedToo_andToldApart() throws IOException {
    List<Finding> findings =
        findingsBeside(
            """
            class Reader {
              static class Nested {
                @CacheAside(key = "user:{id}", ttl = "5m")
                String find(long id) { return ""; }
              }
              @CacheAside(key = "wrong:{}", ttl = "5m")
              String wrong() { return ""; }
            }
            """,
            "shop.Reader$Nested",
            "shop.Reader");
    assertThat(findings)
        .filteredOn(Finding::acrossModules)
        .extracting(Finding::toString)
        .containsExactlyInAnyOrder(
            "shop.Writer.set(Set): CA145 @Invalidate key \"user:{ids}\": {ids} is"
                + " java.util.Set<java.lang.Long>, written <a,b>, where the @CacheAside key"
                + " \"user:{id}\" of shop.Reader.Nested.find has long, so it removes nothing; write"
                + " {ids*} for one key for each element",
            "shop.Writer.otherForm(long): CA141 @Invalidate key \"users:{id}\" has the form of no"
                + " @CacheAside key in the region \"default\"; the closest is \"user:{id}\"",
            "shop.Writer.resemblesNone(long): CA141 @Invalidate key \"customer-of-the-week:{id}\" has"
                + " the form of no @CacheAside key in the region \"default\"; the closest is"
                + " \"user:{id}\"; suppress \"CA141\" if what has this key is no module that this one"
                + " depends on",
            "shop.Writer.otherRegion(long): CA141 @Invalidate key \"user:{id}\" has the form of no"
                + " @CacheAside key in the region \"people\"; the same key is cached in the region"
                + " \"default\"",
            "shop.Writer.unread(): CA146 no @CacheAside that is visible here is in the region"
                + " \"elsewhere\" of @Invalidate, so it probably removes nothing; there are"
                + " default, orders");
    assertThat(findings)
        .filteredOn(each -> !each.acrossModules())
        .extracting(Finding::toString)
        .containsExactly(
            "shop.Writer.wrongAlone(long, int): CA141 @Invalidate key \"order:{id}:{page}\" has the"
                + " form of no @CacheAside key in the region \"orders\"; the closest is"
                + " \"order:{id}\"");
  }

  @Test
  void readerInAnotherModule_takesBackWhatIsWrongAlone() throws IOException {
    List<Finding> findings =
        findingsBeside(
            """
            class Reader {
              @CacheAside(key = "order:{id}:{page}", region = "orders", ttl = "5m")
              String find(long id, int page) { return ""; }
            }
            """,
            "shop.Reader");
    assertThat(findings).noneMatch(each -> each.toString().contains("wrongAlone"));
  }

  @Test
  void classOfAnotherModule_thatIsMissing_makesUnreadRegionsUncertain() throws IOException {
    List<Finding> findings = findingsBeside("class Reader {}", "shop.Reader", "shop.SomewhereElse");
    assertThat(findings).noneMatch(each -> each.rule() == Rule.UNREAD_REGION);
    assertThat(findingsBeside("class Reader {}", "shop.Reader"))
        .anyMatch(each -> each.rule() == Rule.UNREAD_REGION);
  }
}
