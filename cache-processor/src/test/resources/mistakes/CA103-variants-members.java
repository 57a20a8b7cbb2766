package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class User {
  public long getId() {
    return 1;
  }

  long secret;

  String total() {
    return "";
  }

  public String full() {
    return "";
  }
}

record Order(long number, List<User> users) {}

enum Color {
  RED
}

abstract class Base {
  private String tenant = "";

  private String getShop() {
    return "";
  }

  abstract String table();

  public static String getKind() {
    return "";
  }
}

class Users extends Base {
  @Override
  String table() {
    return "";
  }

  @CacheAside(key = "u:{this.tenant}:{id}", ttl = "5m")
  String privateField(long id) {
    return "";
  }

  @CacheAside(key = "u:{this.shop}:{id}", ttl = "5m")
  String privateGetter(long id) {
    return "";
  }

  @CacheAside(key = "u:{this.table}:{id}", ttl = "5m")
  String withoutGet(long id) {
    return "";
  }

  @CacheAside(key = "u:{this.kind}:{id}", ttl = "5m")
  String ofTheClass(long id) {
    return "";
  }

  @CacheAside(key = "u:{user.secret}", ttl = "5m")
  String notPublicField(User user) {
    return "";
  }

  @CacheAside(key = "u:{user.total}", ttl = "5m")
  String neitherPublicNorGetter(User user) {
    return "";
  }

  @CacheAside(key = "u:{user.full}", ttl = "5m")
  String publicWithoutGet(User user) {
    return "";
  }

  @CacheAside(key = "u:{user.getId}", ttl = "5m")
  String nameOfTheGetter(User user) {
    return "";
  }

  @CacheAside(key = "u:{locale.toLanguageTag}", ttl = "5m")
  String ofTheJdk(Locale locale) {
    return "";
  }

  @CacheAside(key = "u:{color.name}", ttl = "5m")
  String hasATextItself(Color color) {
    return "";
  }

  @CacheAside(key = "u:{order.number.value}", ttl = "5m")
  String hasATextInside(Order order) {
    return "";
  }

  @CacheAside(key = "u:{users.id}", ttl = "5m")
  String elementsOfARead(List<User> users) {
    return "";
  }

  @Invalidate(key = {"u:{users.id}", "u:{found.id}", "u:{order.users.id}", "u:{result.id}"})
  User[] elements(List<? extends User> users, Optional<User> found, Order order) {
    return new User[0];
  }

  @Invalidate(key = "u:{a*.id}:{users.id}")
  void oneStarIsThere(List<User> a, List<User> users) {}
}

// error 51:21 CA103 @CacheAside key "u:{this.tenant}:{id}": {this.tenant}: shop.Users has no property "tenant"; the field tenant of shop.Base is private, so shop.Users does not see it; give it a getter that is not private, getTenant()
// error 56:21 CA103 @CacheAside key "u:{this.shop}:{id}": {this.shop}: shop.Users has no property "shop"; getShop() of shop.Base is private, so shop.Users does not see it; make it protected
// error 61:21 CA103 @CacheAside key "u:{this.table}:{id}": {this.table}: shop.Users has no property "table"; table() of shop.Users is no getter; call it getTable()
// error 66:21 CA103 @CacheAside key "u:{this.kind}:{id}": {this.kind}: shop.Users has no property "kind"; getKind() of shop.Base is static, so it belongs to no object; pass its value as a parameter, or write it into the template
// error 71:21 CA103 @CacheAside key "u:{user.secret}": {user.secret}: shop.User has no property "secret"; the field secret of shop.User is not public; give it a public getter, getSecret()
// error 76:21 CA103 @CacheAside key "u:{user.total}": {user.total}: shop.User has no property "total"; total() of shop.User is no getter; call it getTotal(), and make it public
// error 81:21 CA103 @CacheAside key "u:{user.full}": {user.full}: shop.User has no property "full"; full() of shop.User is no getter; call it getFull()
// error 86:21 CA103 @CacheAside key "u:{user.getId}": {user.getId}: shop.User has no property "getId"; write "id" for getId()
// error 91:21 CA103 @CacheAside key "u:{locale.toLanguageTag}": {locale.toLanguageTag}: java.util.Locale has no property "toLanguageTag"; toLanguageTag() of java.util.Locale is no getter; pass its value
// error 96:21 CA103 @CacheAside key "u:{color.name}": {color.name}: shop.Color has no property "name"; write {color}
// error 101:21 CA103 @CacheAside key "u:{order.number.value}": {order.number.value}: long has no property "value"; write {order.number}
// error 106:21 CA103 @CacheAside key "u:{users.id}": {users.id}: java.util.List<shop.User> has no property "id", but its elements have; pass a collection of these values, since a cached method has one key for each call
// error 111:22 CA103 @Invalidate key "u:{users.id}": {users.id}: java.util.List<? extends shop.User> has no property "id", but its elements have; write {users*.id} for one key for each of them
// error 111:38 CA103 @Invalidate key "u:{found.id}": {found.id}: java.util.Optional<shop.User> has no property "id", but its elements have; write {found*.id} for one key for each of them
// error 111:54 CA103 @Invalidate key "u:{order.users.id}": {order.users.id}: java.util.List<shop.User> has no property "id", but its elements have; write {order.users*.id} for one key for each of them
// error 111:76 CA103 @Invalidate key "u:{result.id}": {result.id}: shop.User[] has no property "id", but its elements have; write {result*.id} for one key for each of them
// error 116:21 CA103 @Invalidate key "u:{a*.id}:{users.id}": {users.id}: java.util.List<shop.User> has no property "id", but its elements have; a template has one '*', so pass objects that have both values
