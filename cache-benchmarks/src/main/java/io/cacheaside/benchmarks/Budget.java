package io.cacheaside.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * How much time a run takes.
 *
 * @param scenarios for the scenarios
 * @param alternatingMillis how long each way measures in a round of {@link AlternatingHits}
 * @param stampedes how many each contender sees
 * @param partRounds how often each part is measured
 * @param partMillis how long each time
 */
record Budget(
    ScenarioRounds.Plan scenarios,
    long alternatingMillis,
    int stampedes,
    int partRounds,
    long partMillis) {

  /**
   * Returns that of a quick or a thorough run.
   *
   * @param rounds of the scenarios, null for the usual ones
   * @param millis of each of their measurements, null for the usual ones
   */
  static Budget of(boolean thorough, @Nullable Integer rounds, @Nullable Integer millis) {
    Budget usual =
        thorough
            ? new Budget(new ScenarioRounds.Plan(7, 7, 500, 4_000), 4_000, 5, 5, 4_000)
            : new Budget(new ScenarioRounds.Plan(2, 1, 100, 250), 600, 1, 1, 400);
    ScenarioRounds.Plan plan = usual.scenarios;
    long measured = millis == null ? plan.millis() : millis;
    return new Budget(
        new ScenarioRounds.Plan(
            rounds == null ? plan.rounds() : rounds,
            rounds == null ? plan.peerRounds() : rounds,
            millis == null ? plan.warmUpMillis() : measured / 4,
            measured),
        usual.alternatingMillis,
        usual.stampedes,
        usual.partRounds,
        usual.partMillis);
  }
}
