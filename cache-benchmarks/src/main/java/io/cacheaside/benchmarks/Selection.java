package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured, of all that could be.
 *
 * @param alternating whether {@link AlternatingHits} is
 * @param scenarios with all contenders
 * @param crowds with all contenders
 * @param parts of the framework
 * @param entrants the contenders
 */
record Selection(
    boolean alternating,
    Set<Scenario> scenarios,
    List<Stampedes.Crowd> crowds,
    List<Part> parts,
    List<Entrant> entrants) {

  /**
   * Selects.
   *
   * @param words of scenarios and parts; none for all that this JDK can do
   * @param names of contenders; none for all
   * @param found the contenders that there are
   * @throws IllegalArgumentException if a word or name is unknown, or beyond this JDK
   */
  static Selection of(List<String> words, List<String> names, List<Entrant> found) {
    List<String> known = words();
    words.forEach(word -> check("--only", word, known));
    List<String> knownNames = found.stream().map(Entrant::name).toList();
    names.forEach(name -> check("--contenders", name, knownNames));
    boolean all = words.isEmpty();
    Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
    for (Scenario scenario : Scenario.values()) {
      boolean asked = words.contains(scenario.word());
      if (asked && !scenario.possibleHere()) {
        throw new IllegalArgumentException(
            "--only "
                + scenario.word()
                + " needs virtual threads, and this is JDK "
                + Runtime.version().feature()
                + "; use JDK 21 or later");
      }
      if (asked || (all && scenario.possibleHere())) {
        scenarios.add(scenario);
      }
    }
    return new Selection(
        all || words.contains(AlternatingHits.WORD),
        scenarios,
        Arrays.stream(Stampedes.Crowd.values())
            .filter(crowd -> all || words.contains(crowd.word()))
            .toList(),
        Part.ALL.stream().filter(part -> all || words.contains(part.word())).toList(),
        found.stream()
            .filter(entrant -> names.isEmpty() || names.contains(entrant.name()))
            .toList());
  }

  private static void check(String option, String word, List<String> known) {
    if (!known.contains(word)) {
      throw new IllegalArgumentException(
          option + " does not know \"" + word + "\"; there are " + String.join(", ", known));
    }
  }

  /** Returns the word of everything that can be measured. */
  static List<String> words() {
    List<String> words = new ArrayList<>(List.of(AlternatingHits.WORD));
    Arrays.stream(Scenario.values()).map(Scenario::word).forEach(words::add);
    Arrays.stream(Stampedes.Crowd.values()).map(Stampedes.Crowd::word).forEach(words::add);
    Part.ALL.stream().map(Part::word).forEach(words::add);
    return words;
  }
}
