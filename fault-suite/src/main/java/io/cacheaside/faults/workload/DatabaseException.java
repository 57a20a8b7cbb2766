package io.cacheaside.faults.workload;

import java.sql.SQLException;

/** The database failed, which is no fault of the cache. */
final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
