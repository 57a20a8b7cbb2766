package io.cacheaside.sample.demo;

import java.util.List;

/** Plays scenarios one after the other. */
final class Demo {
  private final DemoEnvironment environment;
  private final Progress progress;

  Demo(DemoEnvironment environment, Progress progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /** Plays the scenarios; one that breaks off does not keep the others from being played. */
  Report run(List<Scenario> scenarios) throws InterruptedException {
    Report report = new Report();
    for (Scenario scenario : scenarios) {
      progress.say("%s: %s", scenario.name(), scenario.title());
      try {
        scenario.run(environment, report, progress);
      } catch (RuntimeException e) {
        progress.say("%s broke off: %s", scenario.name(), e);
        report.fail(scenario.name(), String.valueOf(e.getMessage()));
      }
    }
    return report;
  }
}
