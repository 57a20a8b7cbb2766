package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5 minutes")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "name:{id}", ttl = "0s", negativeTtl = "PT-1S")
  String name(long id) {
    return "Ann";
  }
}

// error 6:40 CA111 @CacheAside ttl "5 minutes" is not a duration: found ' ' where a unit (d, h, m, s or ms) was expected; write for example "5m", "250ms", "1h30m" or "PT5M"
// error 11:40 CA111 @CacheAside ttl "0s" is not a positive duration; write for example "5m"
// error 11:60 CA111 @CacheAside negativeTtl "PT-1S" is not a duration: it is negative; write for example "5m", "250ms", "1h30m" or "PT5M"
