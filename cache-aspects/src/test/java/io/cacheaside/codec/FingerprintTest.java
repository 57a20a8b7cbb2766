package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fingerprint changes with each change of a class that bytes could be misread after. */
final class FingerprintTest {
  private static final String CLASS =
      "package v; import java.util.*; public class A { %s enum E { X, Y } record R(int p) {}"
          + " sealed interface S permits Q, T {} record Q() implements S {} record T() implements S"
          + " {} static class B { int inherited; } }";
  private static final String BASE = "int a; String b; List<String> c; E e; R r; S s; B d;";

  private static final Map<String, Long> COMPILED = new ConcurrentHashMap<>();

  private static long fingerprint(String source) throws Exception {
    Long known = COMPILED.get(source);
    if (known == null) {
      known = compile(source);
      COMPILED.put(source, known);
    }
    return known;
  }

  private static long compile(String source) throws Exception {
    try (Compiled compiled = Compiled.of("v.A", source)) {
      return Declared.codec(compiled.type("v.A")).fingerprint();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add int               | int a;           | int a; int z;",
        "add String last       | B d;             | B d; String z;",
        "remove String         | String b;        | ''",
        "rename String         | String b;        | String bb;",
        "int to long           | int a;           | long a;",
        "int to Integer        | int a;           | Integer a;",
        "String to int         | String b;        | int b;",
        "type argument         | List<String> c;  | List<Integer> c;",
        "collection            | List<String> c;  | Set<String> c;",
        "enum constant added   | X, Y             | X, Y, Z",
        "enum constant between | X, Y             | X, W, Y",
        "enum constant gone    | X, Y             | X",
        "enum constant renamed | X, Y             | X, V",
        "component added       | R(int p)         | R(int p, int q)",
        "component renamed     | R(int p)         | R(int q)",
        "component retyped     | R(int p)         | R(long p)",
        "permit gone           | permits Q, T {} record Q() implements S {} record T() implements S {} | permits Q {} record Q() implements S {} record T() {}",
        "inherited renamed     | int inherited;   | int legacy;",
        "class renamed         | ' B '            | ' BB '",
        "superclass added      | class B {        | class P { int x; } static class B extends P {",
        "no longer transient   | int a;           | transient int a;",
        "static                | int a;           | static int a;"
      })
  void fingerprint_afterAChange_differs(String change, String from, String to) throws Exception {
    String before = CLASS.formatted(BASE);
    String after = before.replace(from.equals("' B '") ? " B " : from, to);
    if (change.equals("class renamed")) {
      after = before.replace(" B ", " BB ").replace(" B d", " BB d");
    }
    assertThat(after).isNotEqualTo(before);
    assertThat(fingerprint(after)).isNotEqualTo(fingerprint(before));
  }

  @Test
  void twoStringsRenamedIntoEachOthersOrder_differ() throws Exception {
    assertThat(fingerprint(CLASS.formatted("String first; String last;")))
        .isNotEqualTo(fingerprint(CLASS.formatted("String zFirst; String aLast;")));
  }

  @Test
  void sameClassInAnotherLoader_isTheSame() throws Exception {
    assertThat(compile(CLASS.formatted(BASE))).isEqualTo(compile(CLASS.formatted(BASE)));
  }

  @Test
  void methodsStaticsAndTheOrderOfFields_doNotCount() throws Exception {
    String other =
        "static int k = 5; B d; S s; R r; E e; transient int u; List<String> c; String b;"
            + " int a; int twice() { return 2 * a; }";
    assertThat(fingerprint(CLASS.formatted(other))).isEqualTo(fingerprint(CLASS.formatted(BASE)));
  }

  @Test
  void orderOfRecordComponents_counts() throws Exception {
    String source = "package v; public record A(%s) {}";
    assertThat(fingerprint(source.formatted("int a, int b")))
        .isNotEqualTo(fingerprint(source.formatted("int b, int a")));
  }

  @Test
  void allowedClasses_count() {
    String note = Shop.Note.class.getName();
    String photo = Shop.Photo.class.getName();
    long one = Declared.codec(Shop.Carrier.class, note).fingerprint();
    assertThat(Declared.codec(Shop.Carrier.class, note, photo).fingerprint())
        .isEqualTo(Declared.codec(Shop.Carrier.class, photo, note).fingerprint())
        .isNotEqualTo(one);
  }

  /** Pinned: other JVMs and JDKs, and other builds of the same forms, must come to the same. */
  @Test
  void fingerprint_isTheSameEverywhere() {
    Map<String, Long> found = new TreeMap<>();
    for (Class<?> type : List.of(String.class, Shop.Customer.class, Shop.Polygon.class)) {
      found.put(type.getSimpleName(), Declared.codec(type).fingerprint());
    }
    assertThat(found)
        .isEqualTo(
            Map.of(
                "String",
                1242251185986728142L,
                "Customer",
                8632271286536562833L,
                "Polygon",
                -3562041388314738183L));
  }
}
