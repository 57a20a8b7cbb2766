package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.SubmissionPublisher;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  CompletableFuture<String> find(long id) {
    return null;
  }

  @CacheAside(key = "future", ttl = "5m")
  Future<String> future() {
    return null;
  }

  @CacheAside(key = "publisher", ttl = "5m")
  Flow.Publisher<String> publisher() {
    return null;
  }

  @CacheAside(key = "submission", ttl = "5m")
  SubmissionPublisher<String> submission() {
    return null;
  }
}

// error 10:3 CA123 @CacheAside cannot cache the return type java.util.concurrent.CompletableFuture: it is asynchronous, which is not supported yet
// error 15:3 CA123 @CacheAside cannot cache the return type java.util.concurrent.Future: it is asynchronous, which is not supported yet
// error 20:3 CA123 @CacheAside cannot cache the return type java.util.concurrent.Flow$Publisher: it is asynchronous, which is not supported yet
// error 25:3 CA122 @CacheAside cannot cache the return type java.util.concurrent.SubmissionPublisher: it holds a resource that cannot be cached; return its data
