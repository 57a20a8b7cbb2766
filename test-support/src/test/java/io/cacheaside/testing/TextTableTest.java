package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columns_areAligned_andSentencesDoNotWidenTheRule() {
    TextTable table = new TextTable(1, 2, "name", "loads", "ms", "verdict");
    table.row("short", "12,345", "7", "");
    table.row("a longer one", "1", "1,000", "FAILED: more than was promised");
    assertThat(table)
        .hasToString(
            """
            name           loads     ms  verdict
            ------------  ------  -----  -------
            short         12,345      7
            a longer one       1  1,000  FAILED: more than was promised
            """);
  }
}
