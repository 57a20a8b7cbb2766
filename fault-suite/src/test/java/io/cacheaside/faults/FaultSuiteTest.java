package io.cacheaside.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class FaultSuiteTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void suite_overRedisAndAClientKilled_keepsAllPromises_andRejectsTheTextbook() {
    int status =
        run(
            "--untimed",
            "--operations=2000",
            "--fault=redis killed, back empty",
            "--fault=client killed after its commit",
            "--history=" + directory);

    assertThat(status).as("%s%n%s", out, err).isZero();
    assertThat(out.toString())
        .containsPattern("\nredis killed, back empty +[0-9,]+ +0 +0 +0 ")
        .containsPattern("\nclient killed after its commit +[0-9,]+ +0 +0 +0 ")
        .containsPattern("\nnaive: none +[0-9,]+ +[1-9]")
        .contains("all promises were kept");
  }

  @Test
  void fault_unknown_isRefusedWithTheNames() {
    assertThat(run("--fault=gremlins")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "error: --fault: there is no \"gremlins\"; choose from [none, redis paused, redis"
                + " killed, back empty, ")
        .endsWith("Try --help." + System.lineSeparator());
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThat(run("--operations=0")).isEqualTo(2);
    assertThat(run("--clients=1")).isEqualTo(2);
    assertThat(run("--pace-micros=-1")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "error: --operations: 0 is too few; give at least 1Try --help."
                + "error: --clients: 1 is not between 2 and 16Try --help."
                + "error: --pace-micros: -1 is negative; give at least 0Try --help.");
  }

  private int run(String... arguments) {
    return new FaultSuite()
        .execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
