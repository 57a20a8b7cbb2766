package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatingTextTest {

  @Property(tries = 5_000)
  void of_anyDouble_readsBackAsTheSameNumber(@ForAll long bits) {
    double number = Double.longBitsToDouble(bits);
    assertThat(Double.parseDouble(FloatingText.of(number))).isEqualTo(Double.valueOf(number));
  }

  @Property(tries = 5_000)
  void of_anyFloat_readsBackAsTheSameNumber(@ForAll int bits) {
    float number = Float.intBitsToFloat(bits);
    assertThat(Float.parseFloat(FloatingText.of(number))).isEqualTo(Float.valueOf(number));
  }

  /** About {@code Double.toString} of most of these, JDK 17 and 25 disagree. */
  @ParameterizedTest
  @CsvSource({
    "2e23, 2.0E23",
    "1e23, 1.0E23",
    "8.41e21, 8.41E21",
    "2.0e-3, 0.002",
    "5.9604644775390625e-8, 5.9604644775390625E-8"
  })
  void of_numberOnWhichJdksDisagree_isTheShortText(double number, String text) {
    assertThat(FloatingText.of(number)).isEqualTo(text);
  }
}
