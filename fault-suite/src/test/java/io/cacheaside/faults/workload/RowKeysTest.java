package io.cacheaside.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Key;
import org.junit.jupiter.api.Test;

class RowKeysTest {

  @Test
  void row_ofTheKeyOfARow_isItsNumber() {
    assertThat(RowKeys.row(Key.of("app:versions:{version:0}"))).isZero();
    assertThat(RowKeys.row(Key.of("app:versions:{version:4711}"))).isEqualTo(4711);
  }

  @Test
  void row_ofAnyOtherKey_isNone() {
    assertThat(RowKeys.row(Key.of("app:versions:{touched:17}"))).isEqualTo(-1);
    assertThat(RowKeys.row(Key.of("app:versions:{version:17}:q"))).isEqualTo(-1);
    assertThat(RowKeys.row(Key.of("app:g:versions"))).isEqualTo(-1);
    assertThat(RowKeys.row(Key.of("17}"))).isEqualTo(-1);
    assertThat(RowKeys.row(Key.of(""))).isEqualTo(-1);
  }
}
