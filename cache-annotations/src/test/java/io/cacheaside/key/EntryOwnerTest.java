package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheKey;
import io.cacheaside.key.EntryOwner.Clash;
import io.cacheaside.key.EntryOwner.Kinship;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryOwnerTest {

  @SuppressWarnings({"unused", "ArrayRecordComponent"}) // the types are read by reflection
  private record Types(
      long whole,
      Integer box,
      double floating,
      String text,
      UUID uuid,
      boolean flag,
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
  })
  void texts_ofTwoTypes_mayMeetOrNot(String one, String other, boolean mayMeet) {
    assertThat(form(one).canBe(form(other))).isEqualTo(mayMeet);
    assertThat(form(other).canBe(form(one))).isEqualTo(mayMeet);
    Clash clash =
        owner("a", "x:{a}", one).clashWith(owner("b", "x:{b}", other), Kinship.NONE, false);
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
        owner("a", one, oneForm).clashWith(owner("b", other, otherForm), Kinship.NONE, false);
    assertThat(clash != null).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    // kinship, alike, one, other, nothing or fatal or a warning
    "NONE, false, {this.class.name}:{x}, {this.class.name}:{x}, nothing",
    "NONE, true, {this.class.typeName}:{x}, {this.class.typeName}:{x}, nothing",
    "NONE, false, {this.class.simpleName}:{x}, {this.class.simpleName}:{x}, warning",
    "OVERRIDE, false, {this.class.name}:{x}, {this.class.name}:{x}, nothing",
    "SAME_OBJECT, false, {this.class.name}:{x}, {this.class.name}:{x}, fatal",
    "SAME_OBJECT, true, {this.class.name}:{x}, {this.class.name}:{x}, warning",
    "NONE, false, {this.tenant}:{x}, {this.tenant}:{x}, warning",
    "NONE, true, {this.tenant}:{x}, {this.tenant}:{x}, warning",
    "SAME_OBJECT, false, {this.tenant}:{x}, {this.tenant}:{x}, fatal",
    "SAME_OBJECT, false, {this.tenant}:{x}, {this.table}:{x}, warning",
    "NONE, false, {this.tenant}:{x}, {tenant}:{x}, warning",
    "NONE, false, {tenant}:{x}, {tenant}:{x}, fatal",
    "NONE, true, {tenant}:{x}, {tenant}:{x}, warning",
    "OVERRIDE, true, {tenant}:{x}, {tenant}:{x}, nothing",
    "OVERRIDE, false, {tenant}:{x}, {tenant}:{x}, fatal",
  })
  void objects_tellKeysApart_orMay(
      Kinship kinship, boolean isAlike, String one, String other, String expected) {
    EntryOwner first = owner("a", one, "text", "whole");
    EntryOwner second = owner("b", other, "text", "whole");
    Clash clash = first.clashWith(second, kinship, isAlike);
    String found = clash == null ? "nothing" : clash.isFatal() ? "fatal" : "warning";
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void regions_keepKeysApart() {
    EntryOwner one = owner("a", "k");
    EntryOwner other = new EntryOwner("b", "T", "other", KeyTemplate.parse("k"), List.of());
    assertThat(one.clashWith(other, Kinship.NONE, false)).isNull();
  }

  @Test
  void clash_saysWhatIsWrong_andWhatToDo() {
    EntryOwner one = owner("shop.A.a()", "{this.table}:{id}", "text", "whole");
    EntryOwner other = owner("shop.B.b()", "{this.table}:{x}", "text", "whole");
    String start =
        "@CacheAside key \"{this.table}:{id}\": shop.B.b() has the key \"{this.table}:{x}\" in the"
            + " same region";
    assertThat(one.clashWith(other, Kinship.SAME_OBJECT, false))
        .isEqualTo(
            new Clash(
                true,
                start
                    + " and returns Tshop.B.b(), but this method Tshop.A.a(), so they replace each"
                    + " other's entries; use another key or region for one of them"));
    assertThat(one.clashWith(other, Kinship.SAME_OBJECT, true))
        .isEqualTo(
            new Clash(
                false,
                start
                    + ", so each serves what the other has cached; use another key or region for"
                    + " one of them, or suppress \"CA140\" on either if both return the same"
                    + " values"));
    assertThat(one.clashWith(other, Kinship.NONE, false))
        .isEqualTo(
            new Clash(
                false,
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
