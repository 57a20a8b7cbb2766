package shop;

import io.cacheaside.annotation.Invalidate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

class Users {
  @Invalidate(key = "user:{id}")
  CompletableFuture<Void> save(long id) {
    return null;
  }

  @Invalidate(key = "user:{id}")
  @Invalidate(region = "search", key = "user:{id}")
  Flow.Processor<String, String> publish(long id) {
    return null;
  }
}

// error 8:3 CA126 @Invalidate on a method that returns java.util.concurrent.CompletableFuture: it returns before its work is done, so the keys would be removed too early; wait for the result in the method, or annotate the method that writes
// error 13:3 CA126 @Invalidate on a method that returns java.util.concurrent.Flow$Processor: it returns before its work is done, so the keys would be removed too early; wait for the result in the method, or annotate the method that writes
