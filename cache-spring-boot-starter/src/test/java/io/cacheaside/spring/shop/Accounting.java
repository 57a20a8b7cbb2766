package io.cacheaside.spring.shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A service whose transactions its proxy begins. */
@Service
public class Accounting {
  private final Accounts accounts;
  static final AtomicInteger LOADS = new AtomicInteger();
  static final AtomicInteger IN_TRANSACTION = new AtomicInteger();

  Accounting(Accounts accounts) {
    this.accounts = accounts;
  }

  @CacheAside(region = "names", key = "name:{id}", ttl = "5m")
  @Transactional(readOnly = true)
  public String name(long id) {
    LOADS.incrementAndGet();
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      IN_TRANSACTION.incrementAndGet();
    }
    return accounts.findById(id).map(Account::getName).orElse(null);
  }

  @Invalidate(region = "names", key = "name:{id}")
  @Transactional
  public void rename(long id, String name) {
    accounts.save(new Account(id, name));
  }

  /** A write whose transaction does not commit. */
  @Invalidate(region = "names", key = "name:{id}")
  @Transactional
  public void fail(long id) {
    accounts.save(new Account(id, "never"));
    throw new IllegalStateException("no");
  }

  /** A call of its own object's method does not go through the proxy. */
  @Transactional(readOnly = true)
  public String nameFromWithin(long id) {
    return name(id);
  }
}
