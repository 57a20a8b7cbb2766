package io.cacheaside.engine;

import java.sql.Connection;

/** Read-only transactions of H2. */
class ReadOnlyH2Test extends ReadOnlyTransactions {

  @Override
  int defaultIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  @Override
  String product() {
    return "H2";
  }
}
