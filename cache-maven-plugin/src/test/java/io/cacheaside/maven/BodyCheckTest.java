package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CA139: cached methods that read what differs between the objects of their class. */
class BodyCheckTest {
  private static final String TENANT =
      """
      class Tenant {
        private final String name;
        Tenant(String name) { this.name = name; }
        @CacheAside(key = "user:{id}", ttl = "5m")
        String user(long id) { return name + id; }
      }
      """;
  private static final String WARNING =
      "warn: src/main/java/shop/Tenant.java:7: CA139 shop.Tenant.user(long): @CacheAside key"
          + " \"user:{id}\": the body reads the field name, which may differ between objects of"
          + " shop.Tenant, and all of them share one entry; put {this.name} into the key, or"
          + " suppress \"CA139\" if it is the same in all of them";
  private static final String WOVE = "info: wove 1 method in 1 of 1 class (1 @CacheAside)";

  @TempDir Path base;

  @Test
  void field_thatDiffersBetweenObjects_isNamedWithTheFix() throws Exception {
    Module shop = new Module(base).source("Tenant", TENANT).compile("Tenant");
    assertThat(shop.weave()).containsExactly(WARNING, WOVE);
    assertThat(shop.weave()).containsExactly("info: 1 of 1 class is woven and up to date");
  }

  @Test
  void field_inAWovenBody_isStillSeen() throws Exception {
    Module shop = new Module(base).source("Tenant", TENANT).compile("Tenant");
    assertThat(shop.suppressing(Rule.BODY_READS_FIELDS).weave()).containsExactly(WOVE);
    assertThat(shop.suppressing().weave())
        .containsExactly(WARNING, "info: 1 of 1 class is woven and up to date");
  }

  /** The processor sees no bodies, so that its having run says nothing; its index does. */
  @Test
  void warning_isGivenAlsoIfTheProcessorRan_unlessItIsSilencedInTheSource() throws Exception {
    Module shop = new Module(base).source("Tenant", TENANT).compile("Tenant");
    Path index = shop.classes().resolve("META-INF/cacheaside/classes.idx");
    Files.createDirectories(index.getParent());
    Files.writeString(index, "shop.Tenant CA139@other(J)Ljava/lang/String;\n");
    assertThat(shop.weave()).containsExactly(WARNING, WOVE);
    Files.writeString(index, "shop.Tenant CA139@user(J)Ljava/lang/String;\n");
    shop.compile("Tenant");
    assertThat(shop.weave()).containsExactly(WOVE);
  }

  @Test
  void severalFields_areAllNamed() throws Exception {
    assertThat(
            warnings(
                """
                class Tenant {
                  String name; int page; Class<?> type;
                  @CacheAside(key = "all", ttl = "5m")
                  String user() { return name + page + type; }
                }
                """))
        .containsExactly(
            "warn: src/main/java/shop/Tenant.java:6: CA139 shop.Tenant.user(): @CacheAside key"
                + " \"all\": the body reads the fields name, page and type, which may differ"
                + " between objects of shop.Tenant, and all of them share one entry; put"
                + " {this.name}, {this.page} and {this.type.name} into the key, or suppress"
                + " \"CA139\" if they are the same in all of them");
  }

  @Test
  void constantsOfAnEnum_differ() throws Exception {
    assertThat(
            warnings(
                """
                enum Tenant {
                  A("a"), B("b");
                  private final String symbol;
                  Tenant(String symbol) { this.symbol = symbol; }
                  @CacheAside(key = "all", ttl = "5m")
                  String user() { return symbol; }
                }
                """))
        .containsExactly(
            "warn: src/main/java/shop/Tenant.java:8: CA139 shop.Tenant.user(): @CacheAside key"
                + " \"all\": the body reads the field symbol, which may differ between objects of"
                + " shop.Tenant, and all of them share one entry; put {this} into the key, or"
                + " suppress \"CA139\" if it is the same in all of them");
  }

  @Test
  void recordsComponent_isRead_byItsNameOrItsAccessor() throws Exception {
    assertThat(
            read(
                """
                record Tenant(String name, int size) {
                  @CacheAside(key = "all", ttl = "5m")
                  String user() { return name() + size; }
                }
                """))
        .isEqualTo("fields size and name");
  }

  @Test
  void field_ofASuperclassOfTheModule_isRead() throws Exception {
    assertThat(
            read(
                """
                class Base { protected String name; int size; int size() { return size; } }
                final class Tenant extends Base {
                  @CacheAside(key = "all", ttl = "5m")
                  String user() { return name + super.size(); }
                }
                """))
        .isEqualTo("fields name and size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return helper(id);",
        "return getName();",
        "return Optional.of(id).map(each -> name + each).get();",
        "return Optional.of(id).map(each -> Optional.of(each).map(e -> name).get()).get();",
        "return Optional.of(id).map(this::helper).get();",
        "return of(this);",
        "return helper(id > 0 ? 1 : 2);",
        "Tenant self = this; return self.name;",
        "for (long i = 0; i < id; i++) { if (i > 7) return name; } return null;",
        "try { return name; } finally { other.clear(); }"
      })
  void field_readInAnyWay_isFound(String body) throws Exception {
    assertThat(read(tenant("String name;", body))).isEqualTo("field name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return tenant.name;",
        "return tenant.helper(id);",
        "return tenant.getName();",
        "return Optional.of(tenant).map(Tenant::getName).get();",
        "return of(tenant);",
        "name = null; return null;",
        "count++; count += 2; return null;",
        "return CONSTANT + STATIC;",
        "return other.toString();"
      })
  void field_ofAnotherObject_orNotRead_isNoReason(String body) throws Exception {
    assertThat(read(tenant("String name;", body))).isNull();
  }

  private static String tenant(String field, String body) {
    return """
        class Tenant {
          %s
          private int count;
          static final String CONSTANT = "" + new Object();
          static String STATIC;
          private List<String> other = new ArrayList<>();
          private String helper(long id) { return Optional.of(id).map(i -> name).orElse(name); }
          String getName() { return name; }
          static String of(Tenant tenant) { return tenant.name; }
          @CacheAside(key = "user:{id}:{tenant.key}", ttl = "5m")
          String user(long id, Tenant tenant) { %s }
          public String getKey() { return ""; }
        }
        """
        .formatted(field, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|true",
        "Integer|true",
        "String|true",
        "UUID|true",
        "java.time.LocalDate|true",
        "java.math.BigDecimal|true",
        "java.util.concurrent.TimeUnit|true",
        "Locale|true",
        "Color|true",
        "Point|true",
        "Optional<String>|true",
        "Optional<? extends Point>|true",
        "OptionalInt|true",
        "Optional<Runnable>|false",
        "Optional<List<String>>|false",
        "Optional|false",
        "List<String>|false",
        "Map<String, String>|false",
        "String[]|false",
        "Runnable|false",
        "java.time.Clock|false",
        "java.time.format.DateTimeFormatter|false",
        "T|false",
        "Object|false"
      })
  void fields_withValues_count_andServicesAndCollectionsDoNot(String type, boolean counts)
      throws Exception {
    String read =
        read(
            """
            enum Color { RED }
            record Point(int x) {}
            class Tenant<T> {
              %s it;
              @CacheAside(key = "all", ttl = "5m")
              String user() { return "" + it; }
            }
            """
                .formatted(type));
    assertThat(read).isEqualTo(counts ? "field it" : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "final int it = 1;",
        "private int it = 1;",
        "private Integer none; private int it;",
        "private final int it; Tenant() { this(1L); } Tenant(long x) { it = 3; }",
        "@Value int it;",
        "@Inject @Deprecated int it;",
        "private final int it; @Inject Tenant(int it) { this.it = it; }",
        "private final int it; Tenant(long x, @Value int it) { this.it = it; }",
        "private int it; @Autowired void setIt(int it) { this.it = it; }",
        "static int it;"
      })
  void field_thatIsInjectedOrConstant_doesNotCount(String member) throws Exception {
    assertThat(read(reading(member))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int it = 1;",
        "private int it = 1; Tenant() {} Tenant(int it) { this.it = it; }",
        "private int it = 1; void setIt(int it) { this.it = it; }",
        "private int it; Tenant() { it = 1; } Tenant(int x) { it = 2; }",
        "private int it; Tenant() { it = 1; } Tenant(int x) {}",
        "private int it; Tenant(boolean x) { if (x) it = 1; }",
        "private int it; Tenant(boolean x) { it = x ? 1 : 2; }",
        "private int it; Tenant(@Deprecated int it, @Value int x) { this.it = it; }",
        "@Deprecated int it;"
      })
  void field_thatIsOnlyAlmostConstantOrInjected_counts(String member) throws Exception {
    assertThat(read(reading(member))).isEqualTo("field it");
  }

  private static String reading(String member) {
    return """
        @interface Value {} @interface Inject {} @interface Autowired {}
        class Tenant {
          %s
          @CacheAside(key = "all", ttl = "5m")
          String user() { return "" + it; }
        }
        """
        .formatted(member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enum Tenant { ONE; String name = \"\" + hashCode(); BODY }",
        "class Tenant { static final Tenant IT = new Tenant(); String name; private Tenant() {} BODY }",
        "@Service class Tenant { String name; BODY }",
        "class Tenant { String name; STATIC_BODY }",
        "class Tenant { String name; KEYED_BODY }"
      })
  void object_thatIsAlone_orInTheKey_isNoReason(String source) throws Exception {
    assertThat(read(withBody(source))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Tenant { static final Tenant A = new Tenant(), B = new Tenant(); String name;"
            + " private Tenant() {} BODY }",
        "class Tenant { static Tenant of() { return new Tenant(); } String name;"
            + " private Tenant() {} BODY }",
        "class Tenant { static final Tenant IT = new Tenant(); String name; BODY }",
        "@Service @Scope class Tenant { String name; BODY }"
      })
  void object_thatIsNotAlone_isAReason(String source) throws Exception {
    assertThat(read(withBody(source))).isEqualTo("field name");
  }

  private static String withBody(String source) {
    String method = "String user(long id) { return name + id; }";
    return "@interface Service {}\n@interface Scope {}\n"
        + source
            .replace(
                "STATIC_BODY",
                "@CacheAside(key = \"u:{id}\", ttl = \"5m\")"
                    + " static String user(long id) { return \"\" + id; }")
            .replace(
                "KEYED_BODY", "@CacheAside(key = \"{this.name}:{id}\", ttl = \"5m\") " + method)
            .replace("BODY", "@CacheAside(key = \"u:{id}\", ttl = \"5m\") " + method);
  }

  /** Returns the part of the warning that names fields, null if there is none. */
  private String read(String source) throws IOException, MojoFailureException {
    List<String> warnings = warnings(source);
    assertThat(warnings).hasSizeLessThan(2);
    return warnings.isEmpty()
        ? null
        : warnings.get(0).replaceFirst(".*the body reads the (.*), which may differ.*", "$1");
  }

  private List<String> warnings(String source) throws IOException, MojoFailureException {
    return new Module(base)
            .suppressing(Rule.SHARED_BY_SUBCLASSES)
            .source("Tenant", source)
            .compile("Tenant")
            .weave()
            .stream()
            .filter(line -> line.startsWith("warn"))
            .toList();
  }
}
