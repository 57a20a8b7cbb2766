package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  synchronized String find(long id) {
    return "Ann";
  }
}

// warning 6:3 CA135 @CacheAside on a synchronized method: the cache is asked inside the lock, so hits wait for each other and for every load; remove synchronized, a key is loaded once at a time anyway
