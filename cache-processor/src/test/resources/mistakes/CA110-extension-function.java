package shop;

import io.cacheaside.annotation.CacheAside;

/** As Kotlin's compiler makes extension functions. */
class Users {
  @CacheAside(key = "size:{receiver}:{unit}", ttl = "5m")
  static String size(String $this$size, String unit) {
    return unit;
  }

  @CacheAside(key = "name:{this.name}", ttl = "5m")
  static String name(String $this$name) {
    return $this$name;
  }

  @CacheAside(key = "age:{this.age}", ttl = "5m")
  String age(String $this$age) {
    return $this$age;
  }

  @CacheAside(key = "length:{receiver.length}", ttl = "5m")
  static String length(String $this$length) {
    return $this$length;
  }
}

// error 12:21 CA110 @CacheAside key "name:{this.name}": {this.name} is used, but the method is static; use a parameter, such as {receiver.name}, or make it an instance method
// error 17:21 CA103 @CacheAside key "age:{this.age}": {this.age}: shop.Users has no property "age"; did you mean {receiver.age}?
// error 22:21 CA103 @CacheAside key "length:{receiver.length}": {receiver.length}: java.lang.String has no property "length"; write {receiver}
