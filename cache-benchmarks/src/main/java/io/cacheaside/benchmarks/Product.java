package io.cacheaside.benchmarks;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A row of a catalogue, as lists of them are cached: mostly text of which words recur, some
 * numbers.
 */
public record Product(
    long id,
    String name,
    String brand,
    String category,
    String description,
    long cents,
    int stock,
    double rating,
    Instant changed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int VOCABULARY = 2_000;
  private static final String SYLLABLES =
      "baconderfigahojukalemnopuqarosetivuwaxezystrandolinghermatoundevisplackent";

  /** Returns this many different ones; always the same. */
  static List<Product> list(int count) {
    Random random = new Random(42);
    String[] words = new String[VOCABULARY];
    for (int i = 0; i < words.length; i++) {
      int start = random.nextInt(SYLLABLES.length() - 12);
      words[i] = SYLLABLES.substring(start, start + 3 + random.nextInt(9));
    }
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      products.add(
          new Product(
              1_000_000L + random.nextInt(9_000_000),
              text(words, 3, random),
              words[random.nextInt(40)],
              words[random.nextInt(20)],
              text(words, 8 + random.nextInt(8), random),
              random.nextInt(100_000),
              random.nextInt(500),
              random.nextInt(50) / 10.0,
              Instant.ofEpochSecond(1_700_000_000L + random.nextInt(50_000_000))));
    }
    return products;
  }

  /** Rare words are rarer, as in any language. */
  private static String text(String[] words, int length, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      double share = random.nextDouble();
      text.append(i == 0 ? "" : " ").append(words[(int) (share * share * words.length)]);
    }
    return text.toString();
  }
}
