package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cacheaside.key.KeyTemplate.Literal;
import io.cacheaside.key.KeyTemplate.Placeholder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTemplateTest {

  @Test
  void parse_literalsAndPlaceholders_giveTheirPartsInOrder() {
    assertThat(KeyTemplate.parse("user:{id}:{query.page.size}!").parts())
        .containsExactly(
            new Literal("user:"),
            new Placeholder("id", List.of(), 6),
            new Literal(":"),
            new Placeholder("query", List.of("page", "size"), 11),
            new Literal("!"));
  }

  @Test
  void parse_star_saysWhoseElementsAreMeant() {
    assertThat(KeyTemplate.parse("{ids*}").parts())
        .containsExactly(new Placeholder("ids", List.of(), 0, 1));
    assertThat(KeyTemplate.parse("a:{id}:{order.lines*.item.sku}").parts())
        .endsWith(new Placeholder("order", List.of("lines", "item", "sku"), 1, 8));
    Placeholder lines = new Placeholder("order", List.of("lines", "item", "sku"), 1, 8);
    assertThat(lines.pathToValue()).containsExactly("lines");
    Placeholder plain = new Placeholder("order", List.of("lines"), 8);
    assertThat(plain.pathToValue()).containsExactly("lines");
  }

  @Test
  void isStarred_template_isWhetherOneOfItsPlaceholdersIs() {
    assertThat(KeyTemplate.parse("{a}:{ids*}").isStarred()).isTrue();
    assertThat(KeyTemplate.parse("{a}*{ids}*").isStarred()).isFalse();
  }

  @Test
  void parse_noPlaceholder_isAConstantKey() {
    assertThat(KeyTemplate.parse("rates").parts()).containsExactly(new Literal("rates"));
  }

  @Test
  void parse_onlyAPlaceholder_hasNoLiteral() {
    assertThat(KeyTemplate.parse("{größe_$1}").parts())
        .containsExactly(new Placeholder("größe_$1", List.of(), 1));
  }

  @Test
  void parse_nonAsciiLiteral_isKept() {
    assertThat(KeyTemplate.parse("prix €😀").parts()).containsExactly(new Literal("prix €😀"));
  }

  @Test
  void parse_longestTemplate_isAccepted() {
    assertThat(KeyTemplate.parse("a".repeat(512)).text()).hasSize(512);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ", "!", "\"", "#", "$", "&", "'", "(", ")", "*", ",", "/", ":", ";", "<", "=", ">", "?",
        "@", "[", "\\", "]", "^", "`", "|", "-:", "x:y"
      })
  void parse_delimiterBetweenPlaceholders_isAccepted(String literal) {
    assertThat(KeyTemplate.parse("{a}" + literal + "{b}").parts()).contains(new Literal(literal));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "_", ".", "+", "x", "7", "é", "a-b_c.d+e"})
  void parse_noDelimiterBetweenPlaceholders_isRefusedAndNamesBoth(String literal) {
    String template = "{a}:{b.c}" + literal + "{d}";
    assertThatThrownBy(() -> KeyTemplate.parse(template))
        .isInstanceOf(KeyTemplateException.class)
        .hasMessage(
            "key \"%s\": no delimiter between {b.c} at position 5 and {d} at position %d, so"
                + " different values could give one key; write for example {b.c}:{d}",
            template, 10 + literal.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          user:{id           | 6  | '{' at position 6 is never closed; write {parameter}
          user:id}           | 8  | '}' at position 8 closes nothing; write {parameter}
          user:{id}}         | 10 | '}' at position 10 closes nothing; write {parameter}
          user:{a{b}}        | 8  | '{' at position 8 is inside the placeholder that opens at position 6; close that with '}' first
          user:{a:{b}        | 9  | '{' at position 9 is inside the placeholder that opens at position 6; close that with '}' first
          user:{}            | 6  | "{}" at position 6 names no parameter; write {parameter}
          user:{.id}         | 7  | a name is missing at position 7; write {parameter} or {parameter.property}
          user:{id.}         | 10 | a name is missing at position 10; write {parameter} or {parameter.property}
          user:{a..b}        | 9  | a name is missing at position 9; write {parameter} or {parameter.property}
          user:{ id}         | 7  | ' ' at position 7 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{a.1b}        | 9  | '1' at position 9 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{get()}       | 10 | '(' at position 10 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{😀}          | 7  | '😀' at position 7 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{*}           | 7  | '*' at position 7 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{*ids}        | 7  | '*' at position 7 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{ids**}       | 10 | '*' at position 10 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{ids.*}       | 11 | '*' at position 11 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
          user:{a*.b*}       | 11 | the second '*' of a placeholder at position 11; keep one
          {a*}:{b}:{c.d*.e}  | 10 | {a*} at position 1 and {c.d*.e} at position 10 both stand for each element of a value; a template has one '*': write one of them without, or pass a collection of objects that have both values
          50%:{id}           | 3  | '%' at position 3 is reserved for the texts of values; leave it out
          ~user:{id}         | 1  | '~' at position 1 is reserved for the texts of values; leave it out
          """)
  void parse_mistake_namesTemplatePositionAndFix(String template, int position, String problem) {
    KeyTemplateException error =
        catchThrowableOfType(KeyTemplateException.class, () -> KeyTemplate.parse(template));
    assertThat(error).hasMessage("key \"" + template + "\": " + problem);
    assertThat(error.template()).isEqualTo(template);
    assertThat(error.position()).isEqualTo(position);
  }

  @Test
  void parse_empty_isRefused() {
    assertThatThrownBy(() -> KeyTemplate.parse(""))
        .hasMessage("key \"\": a key must not be empty; write for example \"user:{id}\"");
  }

  @Test
  void parse_tooLong_isRefusedAndShownShort() {
    assertThatThrownBy(() -> KeyTemplate.parse("a".repeat(513)))
        .hasMessage(
            "key \"%s...\": has 513 characters; the longest template has 512", "a".repeat(80));
  }

  @ParameterizedTest
  @CsvSource({"9, U+0009", "127, U+007F", "133, U+0085", "0, U+0000"})
  void parse_controlCharacterInLiteral_isRefusedAndShownByName(int character, String name) {
    assertThatThrownBy(() -> KeyTemplate.parse("a" + (char) character + "b"))
        .hasMessage(
            "key \"a%sb\": the control character %s at position 2 is not allowed; leave it out",
            name, name);
  }

  @Test
  void parse_controlCharacterInName_isRefusedAlthoughJavaIgnoresIt() {
    assertThatThrownBy(() -> KeyTemplate.parse("{a" + (char) 0 + "}"))
        .hasMessage(
            "key \"{aU+0000}\": U+0000 at position 3 cannot stand in a name; write {parameter} or"
                + " {parameter.property}, without spaces");
  }

  @ParameterizedTest
  @CsvSource({"55357, U+D83D", "56832, U+DE00"})
  void parse_halfASurrogatePairInLiteral_isRefused(int character, String name) {
    assertThatThrownBy(() -> KeyTemplate.parse("a" + (char) character))
        .hasMessage(
            "key \"a%s\": %s at position 2 is half of a surrogate pair; write the whole character",
            name, name);
  }

  @Test
  void equals_sameText_isEqual() {
    assertThat(KeyTemplate.parse("a:{b}"))
        .isEqualTo(KeyTemplate.parse("a:{b}"))
        .hasSameHashCodeAs(KeyTemplate.parse("a:{b}"))
        .isNotEqualTo(KeyTemplate.parse("a:{c}"))
        .hasToString("a:{b}");
  }

  @Test
  void parts_changeFromOutside_isRefused() {
    assertThatThrownBy(() -> KeyTemplate.parse("a").parts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void placeholder_toString_isAsWritten() {
    assertThat(new Placeholder("query", List.of("page", "size"), 1))
        .hasToString("{query.page.size}");
    assertThat(new Placeholder("ids", List.of(), 0, 1)).hasToString("{ids*}");
    assertThat(new Placeholder("a", List.of("b", "c"), 1, 1)).hasToString("{a.b*.c}");
    assertThat(new Placeholder("a", List.of("b", "c"), 2, 1)).hasToString("{a.b.c*}");
  }
}
