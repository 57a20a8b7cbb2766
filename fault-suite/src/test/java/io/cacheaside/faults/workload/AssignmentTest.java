package io.cacheaside.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.workload.Assignment.Side;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AssignmentTest {

  @Test
  void line_comesBackAsTheAssignment() {
    Assignment assignment =
        new Assignment(
            4,
            1,
            Side.NAIVE,
            "redis-sentinel://a:1,b:2#mymaster",
            "app",
            150,
            3,
            1,
            500,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Path.of("with space", "client-4.history"));

    assertThat(Assignment.ofLine(assignment.toLine())).isEqualTo(assignment);
  }

  @Test
  void ownKeys_ofTheSeats_followTheSharedOnes() {
    assertThat(Assignment.rows(150, 3)).isEqualTo(174);
  }
}
