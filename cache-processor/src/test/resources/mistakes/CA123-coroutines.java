package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import kotlin.sequences.Sequence;
import kotlinx.coroutines.Job;

class Users {
  interface Deferred<T> extends Job {}

  @CacheAside(key = "user:{id}", ttl = "5m")
  Deferred<String> find(long id) {
    return null;
  }

  @CacheAside(key = "users", ttl = "5m")
  Sequence<String> all() {
    return null;
  }

  @Invalidate(key = "user:{id}")
  Job save(long id) {
    return null;
  }
}

// error 11:3 CA123 @CacheAside cannot cache the return type shop.Users$Deferred: it is asynchronous, which is not supported yet
// error 16:3 CA122 @CacheAside cannot cache the return type kotlin.sequences.Sequence: it computes its elements when it is read; return a List
// error 21:3 CA126 @Invalidate on a method that returns kotlinx.coroutines.Job: it returns before its work is done, so the keys would be removed too early; wait for the result in the method, or annotate the method that writes
