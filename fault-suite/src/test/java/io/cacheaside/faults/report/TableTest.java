package io.cacheaside.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void table_hasOneLineForEachFault() {
    List<Row> rows =
        List.of(
            new Row("none", 12_345, 0, 0, 0, 1_234_567, 12_000_000, List.of(), List.of()),
            new Row(
                "redis paused", 7, 1, 2, 3, 1_234_000_000, Long.MAX_VALUE, List.of(), List.of()));

    assertThat(Table.of(rows))
        .isEqualTo(
            """
            fault         operations  stale  lost  errors  slowest call  recovery
            ------------  ----------  -----  ----  ------  ------------  --------
            none              12,345      0     0       0       1.23 ms     12 ms
            redis paused           7      1     2       3      1,234 ms     never
            """);
  }

  @Test
  void notes_nameWhatWasBroken() {
    Row row = new Row("none", 1, 0, 0, 0, 0, 0, List.of("reads: 1 hit"), List.of("1 x stale"));

    assertThat(Table.notes(List.of(row)))
        .isEqualTo(
            """
            none
              reads: 1 hit
              BROKEN: 1 x stale
            """);
  }
}
