package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import kotlin.coroutines.Continuation;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  Object find(long id, Continuation<? super String> continuation) {
    return "Ann";
  }

  @Invalidate(key = "user:{id}")
  Object save(long id, Continuation<? super String> continuation) {
    return "Ann";
  }
}

// error 8:3 CA124 @CacheAside on a suspend function: it returns before its work is done; put it on a function without suspend that does the work
// error 13:3 CA124 @Invalidate on a suspend function: it returns before its work is done; put it on a function without suspend that does the work
