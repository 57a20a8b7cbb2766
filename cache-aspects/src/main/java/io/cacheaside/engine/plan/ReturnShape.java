package io.cacheaside.engine.plan;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What absence looks like in the values of one return type. */
@SuppressWarnings("ImmutableEnumChecker") // each of these objects is immutable
public enum ReturnShape {
  PLAIN(null),
  OPTIONAL(Optional.empty()),
  OPTIONAL_INT(OptionalInt.empty()),
  OPTIONAL_LONG(OptionalLong.empty()),
  OPTIONAL_DOUBLE(OptionalDouble.empty());

  private final @Nullable Object absent;

  ReturnShape(@Nullable Object absent) {
    this.absent = absent;
  }

  /** Returns the shape of what a method of this return type gives back. */
  public static ReturnShape of(Class<?> returnType) {
    if (returnType == Optional.class) {
      return OPTIONAL;
    }
    if (returnType == OptionalInt.class) {
      return OPTIONAL_INT;
    }
    if (returnType == OptionalLong.class) {
      return OPTIONAL_LONG;
    }
    return returnType == OptionalDouble.class ? OPTIONAL_DOUBLE : PLAIN;
  }

  /** Returns the value that a negative entry stands for. */
  public @Nullable Object absent() {
    return absent;
  }

  /** Returns whether the value is cached as a negative entry; null is, in every shape. */
  boolean isAbsent(@Nullable Object value) {
    return value == null || (absent != null && absent.equals(value));
  }
}
