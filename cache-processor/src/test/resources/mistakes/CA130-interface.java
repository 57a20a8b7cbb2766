package shop;

import io.cacheaside.annotation.CacheAside;

interface Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id);
}

interface WrappedUsers {
  @SuppressWarnings("CA130")
  @CacheAside(key = "wrapped:{id}", ttl = "5m")
  String find(long id);
}

// warning 6:3 CA130 @CacheAside on a method of an interface has no body to weave: it acts on what CacheAsideRuntime.wrap(Users.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on the methods that implement it, which do not inherit it
// in class files only: warning CA130 @CacheAside on a method of an interface has no body to weave: it acts on what CacheAsideRuntime.wrap(WrappedUsers.class, ...) returns, or on beans if cache-spring-boot-starter is there; use one of them and suppress "CA130", or put it on the methods that implement it, which do not inherit it
