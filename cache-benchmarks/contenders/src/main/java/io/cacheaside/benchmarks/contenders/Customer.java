package io.cacheaside.benchmarks.contenders;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;

/** The value that is cached, as a record: 15 components, about 350 bytes when encoded. */
public record Customer(
    long id,
    String firstName,
    String lastName,
    String email,
    String phone,
    String street,
    String city,
    String postalCode,
    String country,
    LocalDate birthday,
    Instant registered,
    Tier tier,
    boolean newsletter,
    double balance,
    String remark)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How much the customer buys. */
  public enum Tier {
    /** Little. */
    BASIC,
    /** Some. */
    SILVER,
    /** Much. */
    GOLD
  }

  /** Returns the customer with this number; always the same one. */
  public static Customer of(long id) {
    return new Customer(
        id,
        "Maximiliane",
        "Musterfrau-Beispiel",
        "maximiliane.musterfrau" + id + "@mail.example.org",
        "+49 30 5550 " + (100_000 + id),
        "Lange Allee am Stadtpark 117 b",
        "Frankfurt an der Oder",
        "15230",
        "Deutschland",
        LocalDate.of(1984, 2, 29),
        Instant.ofEpochSecond(1_500_000_000L + id, 123_000_000),
        Tier.values()[(int) (id % 3)],
        id % 2 == 0,
        id * 1.25,
        "Delivers to the neighbour at number 119 in the morning; rings twice, calls before it comes,"
            + " and wants the invoice on paper in the name of the company.");
  }
}
