package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "", ttl = "5m")
  String empty() {
    return "Ann";
  }

  @Invalidate(key = {"users", "user:{tenant}{id}", "user: }", "50%"})
  void save(String tenant, long id) {}
}

// error 7:21 CA101 @CacheAside key "user:{id": '{' at position 6 is never closed; write {parameter}
// error 12:21 CA101 @CacheAside key "": a key must not be empty; write for example "user:{id}"
// error 17:31 CA101 @Invalidate key "user:{tenant}{id}": no delimiter between {tenant} at position 6 and {id} at position 14, so different values could give one key; write for example {tenant}:{id}
// error 17:52 CA101 @Invalidate key "user: }": '}' at position 7 closes nothing; write {parameter}
// error 17:63 CA101 @Invalidate key "50%": '%' at position 3 is reserved for the texts of values; leave it out
