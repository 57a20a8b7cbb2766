package io.cacheaside.engine.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Read-only transactions of H2. */
public class ReadOnlyH2Test extends ReadOnlyTransactions {

  @Override
  public int defaultIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  public String product() {
    return "H2";
  }

  /** N15: H2 does not refuse it, and no annotation shows it. */
  @Test
  void readOnly_thatWritesByPlainJdbc_isCachedAllTheSame() throws Throwable {
    RuntimeException rollback = new IllegalStateException("roll back");

    assertThatThrownBy(
            () ->
                readOnly(
                    jdbc(),
                    () -> {
                      store(1, "new");
                      assertThat(read(1)).isEqualTo(List.of("new"));
                      assertThat(isCached(1)).isTrue();
                      throw rollback;
                    }))
        .isSameAs(rollback);

    assertThat(load(1)).isEqualTo(List.of("old 1"));
    assertThat(readElsewhere(1)).as("until the hard TTL").isEqualTo(List.of("new"));
  }
}
