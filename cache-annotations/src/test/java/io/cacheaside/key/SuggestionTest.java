package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void nearest_takesUpperAndLowerCaseForTheSame_beforeItTellsThemApart() {
    assertThat(Suggestion.nearest("USERS", List.of("abc", "users"))).isEqualTo("users");
    assertThat(Suggestion.nearest("Users", List.of("USERS", "users"))).isEqualTo("users");
    assertThat(Suggestion.nearest("usrs", List.of("items", "users", "uses"))).isEqualTo("users");
  }

  @Test
  void among_namesTheNearest_orWhatThereIs() {
    assertThat(Suggestion.among("USRS", List.of("abc", "users")))
        .isEqualTo("did you mean \"users\"?");
    assertThat(Suggestion.among("items", List.of("users"))).isEqualTo("there is only users");
    assertThat(Suggestion.among("items", List.of("abc", "users")))
        .isEqualTo("there are abc, users");
    assertThat(Suggestion.among("items", IntStream.range(0, 12).mapToObj(i -> "r" + i).toList()))
        .isEqualTo("there are r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 and 2 more");
  }
}
