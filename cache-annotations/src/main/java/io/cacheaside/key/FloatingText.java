package io.cacheaside.key;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal text of floating-point numbers: the number rounded to the fewest digits, at least
 * two, with which it reads back as itself, in the layout of {@link Double#toString(double)}.
 *
 * <p>{@code Double.toString} itself will not do: JDK 17 writes 2e23 as {@code
 * 1.9999999999999998E23} and JDK 19 and later as {@code 2.0E23}, so that two machines of one
 * application would disagree on a key.
 */
final class FloatingText {

  /** Up to here every whole number is a double of its own, and is written without an exponent. */
  private static final double PLAIN_WHOLE_LIMIT = 1e7;

  private static final double PLAIN_FRACTION_LIMIT = 1e-3;
  private static final int MAX_DOUBLE_DIGITS = 17;
  private static final int MAX_FLOAT_DIGITS = 9;

  private FloatingText() {}

  static String of(double number) {
    if (isShort(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 2; digits < MAX_DOUBLE_DIGITS; digits++) {
      BigDecimal rounded = rounded(exact, digits);
      if (rounded.doubleValue() == number) {
        return layout(rounded);
      }
    }
    return layout(rounded(exact, MAX_DOUBLE_DIGITS));
  }

  static String of(float number) {
    if (isShort(number)) {
      return Float.toString(number);
    }
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 2; digits < MAX_FLOAT_DIGITS; digits++) {
      BigDecimal rounded = rounded(exact, digits);
      if (rounded.floatValue() == number) {
        return layout(rounded);
      }
    }
    return layout(rounded(exact, MAX_FLOAT_DIGITS));
  }

  /** Zeros, whole numbers below ten million, infinities and NaN: every JDK writes them alike. */
  private static boolean isShort(double number) {
    return !Double.isFinite(number)
        || (Math.abs(number) < PLAIN_WHOLE_LIMIT && number == Math.rint(number));
  }

  private static BigDecimal rounded(BigDecimal exact, int digits) {
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** Plain from a thousandth to below ten million, else one digit before the point and an E. */
  private static String layout(BigDecimal number) {
    double size = Math.abs(number.doubleValue());
    if (size >= PLAIN_FRACTION_LIMIT && size < PLAIN_WHOLE_LIMIT) {
      return number.setScale(Math.max(1, number.scale())).toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    String fraction = digits.length() == 1 ? "0" : digits.substring(1);
    return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + "." + fraction + "E" + exponent;
  }
}
