package io.cacheaside.engine.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.interleaving.ReplayExplorer.Report;
import io.cacheaside.engine.interleaving.SharedJvmScene.Jvm;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads of one JVM, which share questions, waits and loads, in every order of their steps with a
 * writer: no read returns, and the cache never holds, anything older than an invalidation that was
 * complete before. Here the search itself is played, where {@link AllSchedulesTest} plays the
 * commands of readers that share nothing, on a real server.
 */
@Timeout(600)
class SearchSchedulesTest {

  private static Report explore(UnaryOperator<SharedJvmScene> clients) {
    return ReplayExplorer.explore(() -> clients.apply(new SharedJvmScene()));
  }

  private static void assertNoViolation(Report report, long schedules) {
    assertThat(report.violation()).isNull();
    assertThat(report.schedules()).isEqualTo(schedules);
  }

  private static SharedJvmScene twoReaders(SharedJvmScene scene) {
    Jvm jvm = scene.jvm();
    return scene.reader("R1", jvm).reader("R2", jvm);
  }

  @Test
  void writerOfAnotherJvm() {
    assertNoViolation(explore(scene -> twoReaders(scene).writer("W")), 6_988);
  }

  @Test
  void writerOfTheirOwnJvm() {
    assertNoViolation(
        explore(
            scene -> {
              Jvm jvm = scene.jvm();
              return scene.reader("R1", jvm).reader("R2", jvm).writer("W", jvm);
            }),
        74_300);
  }

  @Test
  void leaseThatRunsOut() {
    assertNoViolation(explore(scene -> twoReaders(scene).writer("W").lapse("X")), 113_752);
  }

  @Test
  void readerOfAnotherJvm() {
    assertNoViolation(explore(scene -> twoReaders(scene).reader("R3", scene.jvm())), 11_398);
  }

  @Test
  @Tag("exhaustive")
  void twoWriters() {
    assertNoViolation(explore(scene -> twoReaders(scene).writer("W1").writer("W2")), 1_156_192);
  }

  @Test
  void readersOfTwoJvmsAndAWriter() {
    assertNoViolation(
        explore(scene -> scene.reader("R1", scene.jvm()).reader("R2", scene.jvm()).writer("W")),
        29_640);
  }

  /** Whoever takes any question for evidence joins a load that is older than its own start. */
  @Test
  void questionsFromBeforeTheStart_areRejectedWithTheirSchedule() {
    Report report =
        ReplayExplorer.explore(() -> twoReaders(new SharedJvmScene(Careless::new)).writer("W"));
    assertThat(report.violation())
        .isEqualTo(
            """
            R2 returned version 0 although the invalidation of version 1 was complete when it began:
              1. R1 begins
              2. R1 looks up: nothing
              3. R1 asks for the lease: granted
              4. R1 loads version 0
              5. R1 returns version 0
              6. W commits version 1
              7. W invalidates
              8. R2 begins
              9. R2 looks up: nothing
             10. R2 returns version 0""");
  }

  private static final class Careless extends AskClock {
    @Override
    public long now() {
      return -1;
    }
  }
}
