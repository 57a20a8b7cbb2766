package io.cacheaside.sample.demo;

/** One situation in which the two catalogues are compared. */
interface Scenario {

  /** Returns the name that selects it on the command line. */
  String name();

  /** Returns what it plays, in half a sentence. */
  String title();

  /**
   * Plays the situation with the naive catalogue and then with the cached one.
   *
   * @param report gets the measures, or why the scenario was left out
   * @param progress is told what goes on, every few seconds at least
   */
  void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException;
}
