package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(String tenant, long id) {
    return "Ann";
  }

  @CacheAside(key = "users", ttl = "5m")
  String list(int page, int size) {
    return "Ann";
  }

  @SuppressWarnings("CA105")
  @CacheAside(key = "first", ttl = "5m")
  String silencedByCode(int page) {
    return "Ann";
  }

  @SuppressWarnings({"unused", "cacheaside"})
  static class Silenced {
    static class Inner {
      @CacheAside(key = "inner", ttl = "5m")
      String silencedOutside(int page) {
        return "Ann";
      }
    }
  }
}

// in class files only: warning CA105 @CacheAside key "first": the parameter page is not part of it, so calls that differ only in page share one entry; put {page} into the key, or suppress "CA105" if the result does not depend on it
// in class files only: warning CA105 @CacheAside key "inner": the parameter page is not part of it, so calls that differ only in page share one entry; put {page} into the key, or suppress "CA105" if the result does not depend on it

// warning 6:21 CA105 @CacheAside key "user:{id}": the parameter tenant is not part of it, so calls that differ only in tenant share one entry; put {tenant} into the key, or suppress "CA105" if the result does not depend on it
// warning 11:21 CA105 @CacheAside key "users": the parameter page is not part of it, so calls that differ only in page share one entry; put {page} into the key, or suppress "CA105" if the result does not depend on it
// warning 11:21 CA105 @CacheAside key "users": the parameter size is not part of it, so calls that differ only in size share one entry; put {size} into the key, or suppress "CA105" if the result does not depend on it
