package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class User {
  public long getId() {
    return 1;
  }
}

class Users {
  @CacheAside(key = "#id", ttl = "5m")
  String variable(long id) {
    return "";
  }

  @CacheAside(key = "#p0", ttl = "5m")
  String numbered(long id) {
    return "";
  }

  @CacheAside(key = "#root.args[0]", ttl = "5m")
  String argument(long id) {
    return "";
  }

  @CacheAside(key = "'user:' + #id + '-' + #user.getId() + #user?.id", ttl = "5m")
  String concatenation(long id, User user) {
    return "";
  }

  @CacheAside(key = "'all'", ttl = "5m")
  String constant() {
    return "";
  }

  @CacheAside(key = "user:#id", ttl = "5m")
  String inText(long id) {
    return "";
  }

  @CacheAside(key = "user:${id}", ttl = "5m")
  String dollar(long id) {
    return "";
  }

  @CacheAside(key = "user:$id", ttl = "5m")
  String dollarWithoutBraces(long id) {
    return "";
  }

  @CacheAside(key = "{0}:{1}", ttl = "5m")
  String messageFormat(long id, String name) {
    return "";
  }

  @CacheAside(key = "user:%s:%d", ttl = "5m")
  String stringFormat(String name, long id) {
    return "";
  }

  @CacheAside(key = "user:{#id}", ttl = "5m")
  String variableInBraces(long id) {
    return "";
  }

  @CacheAside(key = "user:#{#user.id}", ttl = "5m")
  String springTemplate(User user) {
    return "";
  }

  @CacheAside(key = "user:{user.getId()}:{user?.id}", ttl = "5m")
  String calls(User user) {
    return "";
  }

  @CacheAside(key = "user:{{id}}", ttl = "5m")
  String moustache(long id) {
    return "";
  }

  @CacheAside(key = "user:{ id }", ttl = "5m")
  String spaces(long id) {
    return "";
  }

  @CacheAside(key = "T(java.util.Objects).hash(#id)", ttl = "5m")
  String type(long id) {
    return "";
  }

  @CacheAside(key = "#id > 5 ? 'a' : 'b'", ttl = "5m")
  String choice(long id) {
    return "";
  }

  @CacheAside(key = "#result.id", ttl = "5m")
  User resultOfARead() {
    return new User();
  }

  @CacheAside(key = "#root.methodName", ttl = "5m")
  String nameOfTheMethod() {
    return "";
  }

  @Invalidate(key = {"'user:' + #result.id", "#result.id", "user:#user.id"})
  User save(User user) {
    return user;
  }

  @CacheAside(key = "color:#fff:issue#{id}:#1:$5:it's:a+b", ttl = "5m")
  String textThatLooksLikeIt(long id) {
    return "";
  }

  @CacheAside(key = "user:{arg0}", ttl = "5m")
  String compiledName(long id) {
    return "";
  }

  @CacheAside(key = "user:{p1}", ttl = "5m")
  String springName(String name, long id) {
    return "";
  }

  @CacheAside(key = "user:#{id}:{name}#{id}", ttl = "5m")
  String hash(String name, long id) {
    return "";
  }

  @CacheAside(key = "user:#{user.getId()}", ttl = "5m")
  String hashOfAProperty(User user) {
    return "";
  }

  @CacheAside(key = "user:id", ttl = "5m")
  String noBraces(long id) {
    return "";
  }

  @CacheAside(key = "user:id/user.id", ttl = "5m")
  String noBracesOfAProperty(long id, User user) {
    return "";
  }

  @CacheAside(key = "id", ttl = "5m")
  String nameAlone(long id) {
    return "";
  }

  @Invalidate(key = {"user:#{id}", "user:id"})
  void remove(long id) {}

  @Invalidate(key = {"user:{users.*.id}", "user:{users[].id}", "user:{users[*].id}", "user:{users.![id]}"})
  void removeAll(java.util.List<User> users) {}

  @CacheAside(key = "user:{users[].id}", ttl = "5m")
  String readAll(java.util.List<User> users) {
    return "";
  }
}

// error 13:21 CA101 @CacheAside key "#id" is an expression, but a key is a template; write "{id}"
// error 18:21 CA101 @CacheAside key "#p0" is an expression, but a key is a template; write "{id}"
// error 23:21 CA101 @CacheAside key "#root.args[0]" is an expression, but a key is a template; write "{id}"
// error 28:21 CA101 @CacheAside key "'user:' + #id + '-' + #user.getId() + #user?.id" is an expression, but a key is a template; write "user:{id}-:{user.id}:{user.id}"
// error 33:21 CA101 @CacheAside key "'all'" is an expression, but a key is a template; write "all"
// error 38:21 CA101 @CacheAside key "user:#id" is an expression, but a key is a template; write "user:{id}"
// error 43:21 CA101 @CacheAside key "user:${id}": a placeholder has no '$'; write "user:{id}"
// error 48:21 CA101 @CacheAside key "user:$id": a placeholder has no '$'; write "user:{id}"
// error 53:21 CA101 @CacheAside key "{0}:{1}": a placeholder is a name in braces; write "{id}:{name}"
// error 58:21 CA101 @CacheAside key "user:%s:%d": a placeholder is a name in braces; write "user:{name}:{id}"
// error 63:21 CA101 @CacheAside key "user:{#id}" is an expression, but a key is a template; write "user:{id}"
// error 68:21 CA101 @CacheAside key "user:#{#user.id}" is an expression, but a key is a template; write "user:{user.id}"
// error 73:21 CA101 @CacheAside key "user:{user.getId()}:{user?.id}": a placeholder is a name in braces; write "user:{user.id}:{user.id}"
// error 78:21 CA101 @CacheAside key "user:{{id}}": a placeholder is a name in braces; write "user:{id}"
// error 83:21 CA101 @CacheAside key "user:{ id }": a placeholder is a name in braces; write "user:{id}"
// error 88:21 CA101 @CacheAside key "T(java.util.Objects).hash(#id)" is an expression, but a key is a template of text, {parameter} and {parameter.property}; pass what has to be computed as a parameter
// error 93:21 CA101 @CacheAside key "#id > 5 ? 'a' : 'b'" is an expression, but a key is a template of text, {parameter} and {parameter.property}; pass what has to be computed as a parameter
// error 98:21 CA101 @CacheAside key "#result.id" is an expression, but a key is a template of text, {parameter} and {parameter.property}; pass what has to be computed as a parameter
// error 103:21 CA101 @CacheAside key "#root.methodName" is an expression, but a key is a template of text, {parameter} and {parameter.property}; pass what has to be computed as a parameter
// error 108:22 CA101 @Invalidate key "'user:' + #result.id" is an expression, but a key is a template; write "user:{result.id}"
// error 108:46 CA101 @Invalidate key "#result.id" is an expression, but a key is a template; write "{result.id}"
// error 108:60 CA101 @Invalidate key "user:#user.id" is an expression, but a key is a template; write "user:{user.id}"
// error 118:21 CA102 @CacheAside key "user:{arg0}": {arg0} names no parameter; did you mean {id}?
// error 123:21 CA102 @CacheAside key "user:{p1}": {p1} names no parameter; did you mean {id}?
// error 128:21 CA101 @CacheAside key "user:#{id}:{name}#{id}": a placeholder has no '#'; write "user:{id}:{name}#{id}"
// error 133:21 CA101 @CacheAside key "user:#{user.getId()}": a placeholder has no '#'; write "user:{user.id}"
// error 138:21 CA101 @CacheAside key "user:id" is the same for all calls; a parameter stands in braces: write "user:{id}"
// error 143:21 CA101 @CacheAside key "user:id/user.id" is the same for all calls; a parameter stands in braces: write "user:{id}/{user.id}"
// error 148:21 CA101 @CacheAside key "id" is the same for all calls; a parameter stands in braces: write "{id}"
// error 153:22 CA101 @Invalidate key "user:#{id}": a placeholder has no '#'; write "user:{id}"
// error 156:22 CA101 @Invalidate key "user:{users.*.id}": a placeholder is a name in braces; write "user:{users*.id}"
// error 156:43 CA101 @Invalidate key "user:{users[].id}": a placeholder is a name in braces; write "user:{users*.id}"
// error 156:64 CA101 @Invalidate key "user:{users[*].id}": a placeholder is a name in braces; write "user:{users*.id}"
// error 156:86 CA101 @Invalidate key "user:{users.![id]}": a placeholder is a name in braces; write "user:{users*.id}"
// error 159:21 CA101 @CacheAside key "user:{users[].id}": '[' at position 12 cannot stand in a name; write {parameter} or {parameter.property}, without spaces
