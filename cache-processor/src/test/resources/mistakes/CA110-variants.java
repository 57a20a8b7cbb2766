package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;

interface Tables {
  @Invalidate(key = "{this}")
  static void clear() {}
}

abstract class Base {
  private String secret = "s";
  protected String schema = "public";

  private String getHidden() {
    return secret;
  }

  protected abstract String getTable();
}

class Users<E> extends Base {
  private final String tenant = "a";
  private static final String PLANET = "earth";
  Object lock;

  @Override
  protected String getTable() {
    return "users";
  }

  @CacheAside(key = "{this.tenant}:{this.schema}:{this.table}:{this.class.name}:{id}", ttl = "5m")
  String right(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this.tennant}:{id}", ttl = "5m")
  String misspelled(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this.secret}:{id}", ttl = "5m")
  String privateField(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this.hidden}:{id}", ttl = "5m")
  String privateGetter(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this.PLANET}:{id}", ttl = "5m")
  String staticField(long id) {
    return "Ann";
  }

  @CacheAside(key = "{tenant}:{id}", ttl = "5m")
  String withoutThis(long id) {
    return "Ann";
  }

  @CacheAside(key = "{tenant}:{id}", ttl = "5m")
  static String withoutThisInClass(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this}:{id}", ttl = "5m")
  String whole(long id) {
    return "Ann";
  }

  @Invalidate(key = "{this.lock}:{id}")
  void withoutText(long id) {}
}

@CacheKey
record Page(int number) {
  @CacheAside(key = "{this}:{this.number}", ttl = "5m")
  String right() {
    return "Ann";
  }
}

@CacheKey
record Box<T>(T content) {
  @CacheAside(key = "{this}", ttl = "5m")
  String anything() {
    return "Ann";
  }
}

enum Mode {
  ON;

  @CacheAside(key = "{this}", ttl = "5m")
  String right() {
    return "Ann";
  }
}

// error 8:21 CA110 @Invalidate key "{this}": {this} is used, but the method is static; use a parameter, or make it an instance method
// error 38:21 CA103 @CacheAside key "{this.tennant}:{id}": {this.tennant}: shop.Users has no property "tennant"; did you mean "tenant"?
// error 43:21 CA103 @CacheAside key "{this.secret}:{id}": {this.secret}: shop.Users has no property "secret"; the field secret of shop.Base is private, so shop.Users does not see it; give it a getter that is not private, getSecret()
// error 48:21 CA103 @CacheAside key "{this.hidden}:{id}": {this.hidden}: shop.Users has no property "hidden"; getHidden() of shop.Base is private, so shop.Users does not see it; make it protected
// error 53:21 CA103 @CacheAside key "{this.PLANET}:{id}": {this.PLANET}: shop.Users has no property "PLANET"; the field PLANET of shop.Users is static, so it belongs to no object; pass its value as a parameter, or write it into the template
// error 58:21 CA102 @CacheAside key "{tenant}:{id}": {tenant} names no parameter; did you mean {this.tenant}?
// error 63:21 CA102 @CacheAside key "{tenant}:{id}": {tenant} names no parameter; did you mean {id}?
// error 68:21 CA104 @CacheAside key "{this}:{id}": {this}: shop.Users has no canonical text; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 73:21 CA104 @Invalidate key "{this.lock}:{id}": {this.lock}: java.lang.Object has no canonical text; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 87:21 CA104 @CacheAside key "{this}": {this}: java.lang.Object has no canonical text (in shop.Box); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// warning 58:21 CA137 @CacheAside key "{tenant}:{id}": shop.Users is generic, so there may be objects for many types, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
