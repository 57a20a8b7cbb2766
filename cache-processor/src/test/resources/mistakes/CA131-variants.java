package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import org.springframework.data.repository.Repository;

interface Crud<T> extends Repository<T, Long> {
  @Invalidate(key = "user:{id}")
  void deleteById(long id);
}

interface UserRepository extends Crud<String> {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String findById(long id);
}

interface Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id);
}

class StoredUsers implements Users {
  @Override
  public String find(long id) {
    return "CA131 says enough";
  }
}

// error 8:3 CA131 @Invalidate on a method of an interface does nothing: Spring Data generates what implements it at run time, so there is nothing to weave; put it on a method of one of your own classes that calls this one
// error 13:3 CA131 @CacheAside on a method of an interface does nothing: Spring Data generates what implements it at run time, so there is nothing to weave; put it on a method of one of your own classes that calls this one
// error 18:3 CA131 @CacheAside on a method of an interface does nothing: it has no body, and methods that implement it do not inherit annotations; put it on those
