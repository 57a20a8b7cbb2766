package io.cacheaside.key;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody probably meant to write, for error messages. Threadsafe. */
public final class Suggestion {
  private static final int SHOWN = 10;

  private Suggestion() {}

  /**
   * Returns the candidate with the fewest edits from the word, upper and lower case being the same
   * where that leaves only one, the first of several.
   *
   * @throws java.util.NoSuchElementException if there are no candidates
   */
  public static String nearest(String word, List<String> candidates) {
    return candidates.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(lower(word), lower(candidate)))
                .thenComparingInt(candidate -> distance(word, candidate)))
        .orElseThrow();
  }

  /**
   * Returns whether the word is probably a misspelling of the candidate: at most one character in
   * three is another one, upper and lower case being the same.
   */
  public static boolean isNear(String word, String candidate) {
    int distance = distance(lower(word), lower(candidate));
    return 3 * distance <= Math.max(word.length(), candidate.length());
  }

  /**
   * Returns what to say of a word that should be one of the candidates: which it probably is a
   * misspelling of, as a question, else which there are.
   *
   * @throws java.util.NoSuchElementException if there are no candidates
   */
  public static String among(String word, List<String> candidates) {
    String nearest = nearest(word, candidates);
    if (isNear(word, nearest)) {
      return "did you mean \"" + nearest + "\"?";
    }
    List<String> shown = candidates.subList(0, Math.min(SHOWN, candidates.size()));
    int more = candidates.size() - shown.size();
    return (candidates.size() == 1 ? "there is only " : "there are ")
        + String.join(", ", shown)
        + (more == 0 ? "" : " and " + more + " more");
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitute, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
