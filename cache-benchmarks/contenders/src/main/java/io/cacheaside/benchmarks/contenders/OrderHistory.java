package io.cacheaside.benchmarks.contenders;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The large value that is cached: what a customer has ever ordered, about 30 KB when encoded.
 *
 * @param customerId whose it is
 * @param currency of all prices
 * @param items newest first
 */
public record OrderHistory(long customerId, String currency, List<Item> items)
    implements Serializable {
  private static final int ITEMS = 430;
  private static final long FIRST_ORDER = 4_711_000_000L;
  private static final long FIRST_SECOND = 1_500_000_000L;

  /**
   * One line of an order.
   *
   * @param orderId of the order
   * @param sku the article's number
   * @param title the article's name
   * @param quantity how many
   * @param price of one
   * @param ordered when
   * @param state what became of it
   */
  public record Item(
      long orderId,
      String sku,
      String title,
      int quantity,
      BigDecimal price,
      Instant ordered,
      State state)
      implements Serializable {}

  /** What became of an item. */
  public enum State {
    /** On its way. */
    SENT,
    /** With the customer. */
    DELIVERED,
    /** Back again. */
    RETURNED
  }

  /** Returns the orders of the customer with this number; always the same ones. */
  public static OrderHistory of(long customerId) {
    List<Item> items = new ArrayList<>(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      items.add(
          new Item(
              FIRST_ORDER + customerId + i / 3,
              "SKU-" + (100_000 + i * 37),
              "Article no. " + i + ", in the usual colour",
              1 + i % 4,
              BigDecimal.valueOf(995 + i * 10L, 2),
              Instant.ofEpochSecond(FIRST_SECOND + i * 86_400L),
              State.values()[i % 3]));
    }
    return new OrderHistory(customerId, "EUR", items);
  }
}
