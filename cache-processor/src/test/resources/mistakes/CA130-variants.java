package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Users {
  @CacheAside(key = "name:{id}", ttl = "5m")
  String find(long id);
}

class StoredUsers implements Users {
  @Override
  public String find(long id) {
    return "need not repeat it";
  }
}

record User(long id, String name) {}

interface Crud<T, I> extends Repository<T, I> {
  <S extends T> S save(S entity);

  <S extends T> Iterable<S> saveAll(Iterable<S> entities);

  void deleteById(I id);
}

@SuppressWarnings("CA130")
interface UserRepository extends Crud<User, Long> {
  @CacheAside(key = "user:{id}", ttl = "5m")
  Optional<User> findById(long id);

  @Override
  @Invalidate(key = "user:{entity.id}")
  <S extends User> S save(S entity);

  @Override
  @Invalidate(key = "user:{entities*.id}")
  <S extends User> Iterable<S> saveAll(Iterable<S> entities);

  @Override
  @Invalidate(key = "user:{id}")
  void deleteById(Long id);

  @Invalidate(key = "user:{result.id}")
  User rename(String name);

  @CacheAside(key = "names:{ide}", ttl = "5m")
  List<String> names(long id);
}

interface AuditedRepository extends UserRepository {
  @Override
  void deleteById(Long id);

  @Invalidate(key = "user:{id}")
  void forget(long id);
}

// warning 10:3 CA130 @CacheAside on a method of an interface has no body to weave: it acts on what CacheAsideRuntime.wrap(Users.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on the methods that implement it, which do not inherit it
// error 51:21 CA102 @CacheAside key "names:{ide}": {ide} names no parameter; did you mean {id}?
// warning 57:8 CA133 this overrides shop.UserRepository.deleteById(Long), which has @Invalidate, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
// warning 59:3 CA130 @Invalidate on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(AuditedRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @CacheAside on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @Invalidate on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @Invalidate on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @Invalidate on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @Invalidate on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
// in class files only: warning CA130 @CacheAside on a method of an interface has no body to weave, as Spring Data implements it at run time: it acts on what CacheAsideRuntime.wrap(UserRepository.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on a method of one of your own classes that calls this one
