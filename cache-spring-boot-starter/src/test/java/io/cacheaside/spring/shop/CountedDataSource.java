package io.cacheaside.spring.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the connections that are taken from a pool. */
final class CountedDataSource extends DelegatingDataSource {
  final AtomicInteger taken = new AtomicInteger();

  CountedDataSource(DataSource target) {
    super(target);
  }

  @Override
  public Connection getConnection() throws SQLException {
    taken.incrementAndGet();
    return super.getConnection();
  }
}
