package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{idd}", ttl = "soon", negativeTtl = "0s", region = "a:b")
  synchronized void find(long id) {}

  static class Nested {
    @CacheAside(key = "user:{iddd}", ttl = "24d", negativeTtl = "25d")
    String find(long id) {
      return "Ann";
    }
  }

  record Line(long id) {
    @CacheAside(key = "line:{id}", ttl = "5m")
    Object find() {
      return "Ann";
    }
  }

  enum Kind {
    ONE {
      void inABody() {}
    };

    @Invalidate(key = "kind:{kind}")
    void save(Kind kindd) {}
  }

  interface Port {
    @CacheAside(key = "port:{idd}", ttl = "1h")
    default String find(long id) {
      return "Ann";
    }

    @CacheAside(key = "port:{idd}", ttl = "1h")
    private String hidden(long id) {
      return "Ann";
    }

    @Invalidate(key = "port:{idd}")
    static void save(long id) {}
  }
}

// error 7:78 CA108 @CacheAside region "a:b" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
// error 7:21 CA102 @CacheAside key "user:{idd}": {idd} names no parameter; did you mean {id}?
// error 7:3 CA121 @CacheAside on a method that returns nothing; there is nothing to cache
// error 7:41 CA111 @CacheAside ttl "soon" is not a duration: found 's' where a whole number was expected; write for example "5m", "250ms", "1h30m" or "PT5M"
// error 7:63 CA111 @CacheAside negativeTtl "0s" is not a positive duration; write for example "5m"
// warning 7:3 CA135 @CacheAside on a synchronized method: the cache is asked inside the lock, so hits wait for each other and for every load; remove synchronized, a key is loaded once at a time anyway
// error 11:23 CA102 @CacheAside key "user:{iddd}": {iddd} names no parameter; did you mean {id}?
// error 11:65 CA112 @CacheAside negativeTtl "25d" is not between 1ms and 24d
// error 18:23 CA102 @CacheAside key "line:{id}": {id} names no parameter; did you mean {this.id}?
// error 18:5 CA125 @CacheAside return type Object: the value is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 29:23 CA102 @Invalidate key "kind:{kind}": {kind} names no parameter; did you mean {kindd}?
// error 34:23 CA102 @CacheAside key "port:{idd}": {idd} names no parameter; did you mean {id}?
// error 39:23 CA102 @CacheAside key "port:{idd}": {idd} names no parameter; did you mean {id}?
// error 44:23 CA102 @Invalidate key "port:{idd}": {idd} names no parameter; did you mean {id}?
// warning 29:23 CA141 @Invalidate key "kind:{kind}" has the form of no @CacheAside key in the region "default"; the closest is "line:{id}"
// warning 34:23 CA137 @CacheAside key "port:{idd}": shop.Users$Port is an interface, which many classes may implement, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 39:23 CA137 @CacheAside key "port:{idd}": shop.Users$Port is an interface, which many classes may implement, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
