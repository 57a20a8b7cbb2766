package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheKey;
import io.cacheaside.key.EntryOwner.Clash;
import io.cacheaside.key.EntryOwner.Danger;
import io.cacheaside.key.EntryOwner.Kinship;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EntryOwnerTest {

  @SuppressWarnings({"unused", "ArrayRecordComponent"}) // the types are read by reflection
  private record Types(
      long whole,
      Integer box,
      double floating,
      String text,
      UUID uuid,
      boolean flag,
      char letter,
      double real,
      BigDecimal decimal,
      URI uri,
      Role role,
      Level level,
      ZoneId zone,
      YearMonth month,
      Set<Set<Integer>> sets,
      Pair pair,
      Optional<Long> optional,
      OptionalLong optionalLong,
      List<Long> list,
      Set<Long> set,
      Collection<Long> collection,
      long[] array,
      String[] texts,
      LocalDate day,
      Token token) {}

  @CacheKey
  private record Pair(int left, String right) {}

  private enum Role {
    all,
    ADMIN
  }

  private enum Level {
    LOW,
    HIGH
  }

  @CacheKey
  private record Token(long number) {}

  private static KeyForm form(String component) {
    Type type =
        Arrays.stream(Types.class.getRecordComponents())
            .filter(each -> each.getName().equals(component))
            .findFirst()
            .orElseThrow()
            .getGenericType();
    return KeyText.forType(type).form();
  }

  private static EntryOwner owner(String method, String template, String... forms) {
    return new EntryOwner(
        method,
        "source of " + method,
        "T" + method,
        "default",
        KeyTemplate.parse(template),
        Arrays.stream(forms).map(EntryOwnerTest::form).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "whole, box, true",
    "whole, text, true",
    "whole, floating, false",
    "whole, uuid, false",
    "whole, flag, false",
    "whole, optional, true",
    "whole, optionalLong, true",
    "whole, list, false",
    "list, array, true",
    "list, set, false",
    "list, collection, true",
    "set, collection, true",
    "list, texts, true",
    "uuid, text, true",
    "uuid, day, false",
    "token, whole, false",
    "token, token, true",
    "role, role, true",
    "role, level, false",
    "role, text, true",
  })
  void texts_ofTwoTypes_mayMeetOrNot(String one, String other, boolean mayMeet) {
    assertThat(form(one).canBe(form(other))).isEqualTo(mayMeet);
    assertThat(form(other).canBe(form(one))).isEqualTo(mayMeet);
    Clash clash =
        owner("a", "x:{a}", one)
            .clashWith(owner("b", "x:{b}", other), () -> Kinship.NONE, () -> false);
    assertThat(clash != null).isEqualTo(mayMeet);
  }

  @ParameterizedTest
  @CsvSource({
    "a:{x}, a:{y}, true",
    "a:{x}, b:{x}, false",
    "a:{x}, a:{x}:, false",
    "a:{x}, a, false",
    "a, a, true",
    "a:{x.y}, a:{z}, true",
  })
  void templates_differingInNamesOnly_haveTheSameKeys(String one, String other, boolean same) {
    String[] oneForm = one.contains("{") ? new String[] {"whole"} : new String[0];
    String[] otherForm = other.contains("{") ? new String[] {"whole"} : new String[0];
    Clash clash =
        owner("a", one, oneForm)
            .clashWith(owner("b", other, otherForm), () -> Kinship.NONE, () -> false);
    assertThat(clash != null).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // template, its forms; template, its forms; the key that both can have
        "user:{x} | text | user:all | - | user:all",
        "user:{x} | whole | user:all | - | -",
        "user:{x} | whole | user:42 | - | user:42",
        "user:{x} | whole | user:042 | - | -",
        "user:{x} | whole | user:-7 | - | user:-7",
        "user:{x} | whole | user:-0 | - | -",
        "user:{x} | whole | user:- | - | -",
        "user:{x} | real | user:1.5E-3 | - | user:1.5E-3",
        "user:{x} | real | user:1 | - | -",
        "user:{x} | real | user:NaN | - | user:NaN",
        "user:{x} | real | user:-Infinity | - | user:-Infinity",
        "user:{x} | decimal | user:1E+3 | - | user:1E+3",
        "user:{x} | decimal | user:17 | - | user:17",
        "user:{x} | decimal | user:all | - | -",
        "user:{x} | flag | user:all | - | -",
        "user:{x} | flag | user:true | - | user:true",
        "user:{x} | uuid | user:all | - | -",
        "user:{x} | uuid | user:00000000-0000-0000-0000-00000000000f | -"
            + " | user:00000000-0000-0000-0000-00000000000f",
        "user:{x} | day | user:today | - | -",
        "user:{x} | day | user:2026-11-29 | - | user:2026-11-29",
        "user:{x} | month | user:{y}-29 | month | -",
        "user:{x} | day | user:{y}-29 | month | user:1111-11-29",
        "user:{x} | zone | user:all | - | -",
        "user:{x} | role | user:all | - | user:all",
        "user:{x} | role | user:some | - | -",
        "user:{x} | letter | user:a | - | user:a",
        "user:{x} | letter | user:all | - | -",
        "user:{x} | uri | user:all | - | user:all",
        "user:{x} | optional | user:12 | - | user:12",
        "user:{x} | list | user:[1,2] | - | user:[1,2]",
        "user:{x} | list | user:[] | - | user:[]",
        "user:{x} | list | user:<1> | - | -",
        "user:{x} | list | user:1 | - | -",
        "user:{x} | set | user:<1> | - | user:<1>",
        "user:{x} | collection | user:<1> | - | user:<1>",
        "user:{x} | sets | user:<<1>,<2>> | - | user:<<1>,<2>>",
        "user:{x} | pair | user:(1,b) | - | user:(1,b)",
        "user:{x} | pair | user:(b,1) | - | -",
        "user:{x} | text | user:v{y} | whole | user:v1",
        "user:{x} | text | user:é{y} | text | user:é1",
        "user:{x} | text | user:a b | - | -",
        "user:{x} | whole | user:v{y} | whole | -",
        "user:1{x} | whole | user:{y}2 | whole | user:12",
        "user:{x} | text | user:{y}:z | text | -",
        "user:{x}:{y} | text,text | user:{y} | text | -",
        "user:{x}:{y} | text,text | user:{x}:all | whole | user:1:all",
        "user:{x}:a | text | user:a:{y} | text | user:a:a",
        "{x}:a | text | user:{y} | text | user:a",
        "{this.table}:{x} | text,whole | user:{y} | whole | -",
        "{table}:{x} | text,whole | user:{y} | whole | user:1",
        "{this.class.name}:{x} | text,whole | user:{y} | whole | -",
        "a:{x} | text | b:{y} | text | -",
        "ab | - | a | - | -",
      })
  void templates_differingInLiterals_mayHaveKeysInCommon(
      String one, String oneForms, String other, String otherForms, String common) {
    EntryOwner first = owner("a", one, oneForms == null ? new String[0] : oneForms.split(","));
    EntryOwner second =
        owner("b", other, otherForms == null ? new String[0] : otherForms.split(","));
    for (Clash clash :
        Arrays.asList(
            first.clashWith(second, () -> Kinship.NONE, () -> true),
            second.clashWith(first, () -> Kinship.NONE, () -> true))) {
      assertThat(clash == null ? null : clash.text())
          .isEqualTo(
              common == null
                  ? null
                  : clash.text().startsWith("@CacheAside key \"" + one)
                      ? some(one, "b", other, common)
                      : some(other, "a", one, common));
      assertThat(clash == null || !clash.isFatal()).isTrue();
    }
  }

  private static String some(String one, String method, String other, String common) {
    return ("@CacheAside key \"%s\": %s has the key \"%s\" in the same region, and both can have the"
            + " key \"%s\", so each serves what the other has cached under it; use another key or"
            + " region for one of them, or suppress \"CA140\" on either if no value is ever written"
            + " so")
        .formatted(one, method, other, common);
  }

  /** What is written is what the pattern of its type admits. */
  static Stream<Object> values() {
    return Stream.of(
        0L,
        Long.MIN_VALUE,
        1.0,
        -1e-300,
        1.5e300,
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        new BigDecimal("1E+3"),
        new BigDecimal("-1.50"),
        new BigDecimal("1E-100"),
        new BigInteger("-123456789012345678901234567890"),
        "text",
        "größe-1_2.3+4",
        'x',
        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
        true,
        Role.all,
        LocalDate.of(2026, 11, 29),
        YearMonth.of(2026, 11),
        MonthDay.of(2, 29),
        Year.of(-44),
        URI.create("all"),
        new Pair(1, "b"),
        new long[] {1, -2},
        new long[0]);
  }

  @ParameterizedTest
  @MethodSource("values")
  void text_ofEachValue_isOneThatItsTypeCanHave(Object value) {
    KeyText text = KeyText.forType(value.getClass());
    KeyBuffer buffer = new KeyBuffer();
    text.append(value, buffer);
    EntryOwner one =
        new EntryOwner(
            "a",
            "A",
            "T",
            "default",
            KeyTemplate.parse("user:{x}"),
            List.of(text.form().present()));
    assertThat(one.clashWith(owner("b", "user:" + buffer), () -> Kinship.NONE, () -> true))
        .isNotNull();
  }

  @Test
  void keysInCommon_ofMethodsThatReturnDifferentTypes_areAWarning() {
    EntryOwner one = owner("a", "user:{x}", "text");
    assertThat(one.clashWith(owner("b", "user:all"), () -> Kinship.NONE, () -> false))
        .isEqualTo(
            new Clash(
                Danger.POSSIBLE,
                "@CacheAside key \"user:{x}\": b has the key \"user:all\" in the same region and"
                    + " returns Tb, but this method Ta; both can have the key \"user:all\", so they"
                    + " replace each other's entries there; use another key or region for one of"
                    + " them, or suppress \"CA140\" on either if no value is ever written so"));
    assertThat(one.clashWith(owner("b", "user:all"), () -> Kinship.OVERRIDE, () -> true)).isNull();
  }

  /** {@code a} in front of the number of each, so that two patterns go side by side for long. */
  private static KeyForm constants(String last) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      names.add("a".repeat(50) + i + last);
    }
    names.add("z");
    return KeyForm.ofEnum(names);
  }

  private static EntryOwner ofConstants(String template, String last) {
    List<KeyForm> forms = List.of(constants(last), form("text"));
    KeyTemplate parsed = KeyTemplate.parse(template);
    return new EntryOwner(
        "a", "A", "T", "default", parsed, forms.subList(0, template.contains("{y}") ? 2 : 1));
  }

  /** Whether they have a key in common does not matter as much as that the build ends. */
  @Test
  void patterns_thatGoSideBySideForLong_areGivenUp() {
    EntryOwner one = ofConstants("k:{x}:long-enough-to-come-after-all-others", "p");
    EntryOwner other = ofConstants("k:{x}:{y}", "q");
    assertThat(one.clashWith(other, () -> Kinship.NONE, () -> true)).isNull();
  }

  @Test
  void pattern_ofAMethodThatIsComparedWithMany_isBuiltOnce() throws Exception {
    EntryOwner one = owner("a", "{x}:a", "text");
    TextPattern built = one.pattern();
    for (int i = 0; i < 100; i++) {
      EntryOwner other = owner("b", "{x}:b" + i, "text");
      assertThat(one.clashWith(other, () -> Kinship.NONE, () -> true)).isNull();
      assertThat(one.pattern()).isSameAs(built);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "whole, 42, true",
    "whole, all, false",
    "whole, 042, false",
    "text, all, true",
    "flag, true, true",
    "flag, yes, false",
    "role, ADMIN, true",
    "role, admin, false",
    "optional, 7, true",
    "optional, none, false",
    "list, 1, false",
    "zone, UTC, true", // nobody can tell
  })
  void value_thatIsWrittenOut_mayBeOneOfAType_orNot(String form, String text, boolean isAdmitted) {
    assertThat(form(form).admits(text)).isEqualTo(isAdmitted);
  }

  /** No class is called 42. */
  @ParameterizedTest
  @CsvSource({
    "whole, false",
    "decimal, false",
    "flag, false",
    "uuid, false",
    "optional, false",
    "text, true",
  })
  void nameOfAClass_isNoValueOfMostTypes(String form, boolean mayMeet) {
    EntryOwner one = owner("a", "x:{this.class.simpleName}", "text");
    EntryOwner other = owner("b", "x:{id}", form);
    assertThat(one.clashWith(other, () -> Kinship.NONE, () -> true) != null).isEqualTo(mayMeet);
    assertThat(other.clashWith(one, () -> Kinship.NONE, () -> true) != null).isEqualTo(mayMeet);
    assertThat(owner("a", "x:{this.name}", "text").clashWith(other, () -> Kinship.NONE, () -> true))
        .isNotNull();
  }

  @Test
  void typesWithinTypes_areGivenUp_whereThereAreTooMany() {
    KeyForm form = form("pair");
    for (int depth = 0; depth < 12; depth++) {
      form = KeyForm.of(KeyForm.Kind.COMPOSITE, List.of(form, form));
    }
    EntryOwner one =
        new EntryOwner("a", "A", "T", "default", KeyTemplate.parse("user:{x}"), List.of(form));
    assertThat(one.clashWith(owner("b", "user:{y}:z", "text"), () -> Kinship.NONE, () -> true))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // kinship, alike, one, other, the danger
    "NONE, false, {this.class.name}:{x}, {this.class.name}:{x}, nothing",
    "NONE, true, {this.class.typeName}:{x}, {this.class.typeName}:{x}, nothing",
    "NONE, false, {this.class.simpleName}:{x}, {this.class.simpleName}:{x}, POSSIBLE",
    "OVERRIDE, false, {this.class.name}:{x}, {this.class.name}:{x}, nothing",
    "SAME_OBJECT, false, {this.class.name}:{x}, {this.class.name}:{x}, REPLACED",
    "SAME_OBJECT, true, {this.class.name}:{x}, {this.class.name}:{x}, SHARED",
    "NONE, false, {this.tenant}:{x}, {this.tenant}:{x}, POSSIBLE",
    "NONE, true, {this.tenant}:{x}, {this.tenant}:{x}, POSSIBLE",
    "SAME_OBJECT, false, {this.tenant}:{x}, {this.tenant}:{x}, REPLACED",
    "SAME_OBJECT, false, {this.tenant}:{x}, {this.table}:{x}, POSSIBLE",
    "NONE, false, {this.tenant}:{x}, {tenant}:{x}, POSSIBLE",
    "NONE, false, {tenant}:{x}, {tenant}:{x}, REPLACED",
    "NONE, true, {tenant}:{x}, {tenant}:{x}, SHARED",
    "OVERRIDE, true, {tenant}:{x}, {tenant}:{x}, nothing",
    "OVERRIDE, false, {tenant}:{x}, {tenant}:{x}, REPLACED",
  })
  void objects_tellKeysApart_orMay(
      Kinship kinship, boolean isAlike, String one, String other, String expected) {
    EntryOwner first = owner("a", one, "text", "whole");
    EntryOwner second = owner("b", other, "text", "whole");
    Clash clash = first.clashWith(second, () -> kinship, () -> isAlike);
    assertThat(clash == null ? "nothing" : clash.danger().name()).isEqualTo(expected);
  }

  /** An overload, or a method that loads anew: whoever writes the one sees the other. */
  @ParameterizedTest
  @CsvSource({"true, POSSIBLE", "false, REPLACED"})
  void methodsOfOneSource_mayShareByIntention(boolean isAlike, Danger expected) {
    EntryOwner one =
        new EntryOwner("a", "shop.A", "T", "default", KeyTemplate.parse("k"), List.of());
    EntryOwner other =
        new EntryOwner("b", "shop.A", "T", "default", KeyTemplate.parse("k"), List.of());
    assertThat(one.clashWith(other, () -> Kinship.NONE, () -> isAlike))
        .extracting(Clash::danger)
        .isEqualTo(expected);
  }

  @Test
  void regions_keepKeysApart() {
    EntryOwner one = owner("a", "k");
    EntryOwner other = new EntryOwner("b", "B", "T", "other", KeyTemplate.parse("k"), List.of());
    assertThat(one.clashWith(other, () -> Kinship.NONE, () -> false)).isNull();
  }

  @Test
  void clash_saysWhatIsWrong_andWhatToDo() {
    EntryOwner one = owner("shop.A.a()", "{this.table}:{id}", "text", "whole");
    EntryOwner other = owner("shop.B.b()", "{this.table}:{x}", "text", "whole");
    String start =
        "@CacheAside key \"{this.table}:{id}\": shop.B.b() has the key \"{this.table}:{x}\" in the"
            + " same region";
    assertThat(one.clashWith(other, () -> Kinship.SAME_OBJECT, () -> false))
        .isEqualTo(
            new Clash(
                Danger.REPLACED,
                start
                    + " and returns Tshop.B.b(), but this method Tshop.A.a(), so they replace each"
                    + " other's entries; use another key or region for one of them"));
    assertThat(one.clashWith(other, () -> Kinship.SAME_OBJECT, () -> true))
        .isEqualTo(
            new Clash(
                Danger.SHARED,
                start
                    + ", so each serves what the other has cached; use another key or region for"
                    + " one of them, or suppress \"CA143\" on either if both return the same"
                    + " values"));
    assertThat(one.clashWith(other, () -> Kinship.NONE, () -> false))
        .isEqualTo(
            new Clash(
                Danger.POSSIBLE,
                start
                    + " and returns Tshop.B.b(), but this method Tshop.A.a(), so they replace each"
                    + " other's entries where {this.table} is written alike; use another key or"
                    + " region for one of them, or suppress \"CA140\" on either if it never is"));
  }

  @Test
  void forms_areThoseOfThePlaceholders() {
    assertThatThrownBy(() -> owner("a", "x:{a}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 forms for the placeholders of x:{a}");
  }
}
