package io.cacheaside.codec;

import io.cacheaside.spi.CodecException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The orders a sorted collection may have: comparators are code, and only these have a name. */
enum SortOrder {
  UNSPECIFIED(() -> null),
  NATURAL(Comparator::naturalOrder),
  REVERSE(Collections::reverseOrder),
  CASE_INSENSITIVE(() -> String.CASE_INSENSITIVE_ORDER);

  private static final SortOrder[] ORDERS = values();

  /** What libraries call the same, by the class of the comparator. */
  private static final Map<String, SortOrder> OF_LIBRARIES =
      Map.of(
          "com.google.common.collect.NaturalOrdering", NATURAL,
          "com.google.common.collect.ReverseNaturalOrdering", REVERSE,
          "kotlin.comparisons.NaturalOrderComparator", NATURAL,
          "kotlin.comparisons.ReverseOrderComparator", REVERSE);

  @SuppressWarnings("ImmutableEnumChecker") // the three comparators are immutable
  private final @Nullable Comparator<?> comparator;

  SortOrder(Supplier<@Nullable Comparator<?>> comparator) {
    this.comparator = comparator.get();
  }

  @SuppressWarnings("unchecked") // a comparator that does not fit throws, as it would anywhere
  @Nullable Comparator<Object> comparator() {
    return (Comparator<Object>) comparator;
  }

  static SortOrder of(Place place, @Nullable Comparator<?> comparator) {
    for (SortOrder order : ORDERS) {
      if (order.comparator == comparator) {
        return order;
      }
    }
    SortOrder same = comparator == null ? null : OF_LIBRARIES.get(comparator.getClass().getName());
    if (same != null) {
      return same;
    }
    throw new CodecException(
        place
            + " is sorted by a comparator of its own, which is code; use the natural order, its"
            + " reverse or String.CASE_INSENSITIVE_ORDER, or copy it to a list",
        null);
  }

  /** Returns the number that stands for this in payloads. */
  @SuppressWarnings("EnumOrdinal") // the fingerprint's version stands for the order
  int number() {
    return ordinal();
  }

  static SortOrder read(int number) {
    if (number < 0 || number >= ORDERS.length) {
      throw new CodecException("there is no sort order " + number, null);
    }
    return ORDERS[number];
  }
}
