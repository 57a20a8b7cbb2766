package io.cacheaside.spring.shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** A repository: nothing of it can be woven. */
public interface Accounts extends JpaRepository<Account, Long> {

  @CacheAside(region = "accounts", key = "account:{id}", ttl = "5m")
  @Query(
      "select new io.cacheaside.spring.shop.AccountView(a.id, a.name) from Account a where a.id = :id")
  Optional<AccountView> view(@Param("id") Long id);

  @Invalidate(region = "accounts", key = "account:{entity.id}")
  @Override
  <S extends Account> S save(S entity);

  @Invalidate(region = "accounts", key = "account:{id}")
  @Override
  void deleteById(Long id);
}
