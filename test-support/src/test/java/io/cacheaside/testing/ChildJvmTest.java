package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildJvmTest {

  /** Counts the words of a line; fails at one that it is told to. */
  static final class Counter {
    public static void main(String[] args) throws IOException {
      new ParentJvm()
          .serve(
              line -> {
                if (line.equals("fail")) {
                  throw new IllegalStateException("as\nwished");
                }
                return args[0] + " " + line.split(" ", -1).length;
              });
      System.exit(3);
    }
  }

  private static ChildJvm counter() {
    ChildJvm jvm = ChildJvm.start("the counter", Counter.class, ChildJvm.LEAN, "7");
    assertThat(jvm.answer()).isEmpty();
    return jvm;
  }

  @Test
  void ask_answersWithNumbers_andFailuresAreToldInOneLine() {
    try (ChildJvm jvm = counter()) {
      assertThat(jvm.ask("a b c")).containsExactly(7L, 3L);
      jvm.send("fail");
      assertThatThrownBy(jvm::answer)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("the counter answered: failed java.lang.IllegalStateException: as wished");
      assertThat(jvm.ask("a")).as("it goes on").containsExactly(7L, 1L);
      assertThat(jvm.cpuTime()).isPositive();
    }
  }

  @Test
  void pausedJvm_isSilent_andGoesOn() {
    try (ChildJvm jvm = counter()) {
      jvm.pause();
      jvm.send("a b");
      jvm.resume();
      assertThat(jvm.numbers()).containsExactly(7L, 2L);
    }
  }

  @Test
  void inputThatEnds_endsTheProgram() throws Exception {
    try (ChildJvm jvm = counter()) {
      jvm.endInput();
      assertThat(jvm.awaitEnd()).isEqualTo(3);
      assertThatThrownBy(jvm::receive).hasMessage("the counter ended; its error is above");
    }
  }

  /** Nobody is there to be answered: else its threads would keep it alive. */
  @Test
  void parentThatIsGone_endsTheProgram() throws Exception {
    try (ChildJvm jvm = counter()) {
      jvm.pause();
      jvm.send("a b");
      jvm.endInput();
      jvm.endOutput();
      jvm.resume();
      assertThat(jvm.awaitEnd()).isEqualTo(3);
    }
  }

  @Test
  void quietJvm_thatEnds_showsItsError() {
    try (ChildJvm jvm = ChildJvm.startQuietly("the JVM", List.of("-cp", "nowhere", "Missing"))) {
      assertThatThrownBy(jvm::answer)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the JVM ended; its error:\nError: Could not find or load main")
          .hasMessageContaining("Missing");
    }
  }

  @Test
  void run_returnsWhatTheProgramLeft(@TempDir Path folder) throws Exception {
    ChildJvm.Outcome outcome = ChildJvm.run(folder, "-cp", "nowhere", "Missing");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().get(0)).isEqualTo("Error: Could not find or load main class Missing");
  }
}
