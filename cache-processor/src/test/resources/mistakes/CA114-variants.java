package shop;

import io.cacheaside.annotation.Invalidate;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class Users {
  record User(long id, Set<Long> friends, List<User> children) {}

  static class Ids<N extends Number> extends java.util.ArrayList<Long> {}

  @Invalidate(key = "user:{ids*}")
  void one(long ids) {}

  @Invalidate(key = "user:{users*.id}")
  void map(Map<Long, User> users) {}

  @Invalidate(key = "user:{ids*}")
  void iterator(Iterator<Long> ids) {}

  @Invalidate(key = "path:{paths*}")
  void directory(DirectoryStream<Path> paths) {}

  @Invalidate(key = "user:{ids*}")
  void raw(Collection ids) {}

  @Invalidate(key = "user:{users*}")
  void noText(List<User> users) {}

  @Invalidate(key = "user:{users*.idd}")
  void misspelled(List<? extends User> users) {}

  @Invalidate(key = "user:{user.id*}")
  void property(User user) {}

  @Invalidate(key = "user:{ids*}:{others*}")
  void two(List<Long> ids, List<Long> others) {}

  @Invalidate(key = "user:{result*.id}")
  void nothing() {}

  @Invalidate(
      key = {
        "user:{ids*}", "user:{array*}", "user:{boxes*}", "user:{iterable*.id}", "user:{user.friends*}",
        "user:{user.children*.id}", "user:{optional*.id}", "user:{present*}", "user:{own*}",
        "user:{result*.id}"
      })
  <C extends Collection<? extends Long>> Optional<User> right(
      C ids,
      long[] array,
      Long[] boxes,
      Iterable<? extends User> iterable,
      User user,
      Optional<User> optional,
      OptionalLong present,
      Ids<Integer> own) {
    return Optional.empty();
  }
}

// error 19:21 CA114 @Invalidate key "user:{ids*}": {ids*}: long has no elements; use a collection, an array or an Optional
// error 22:21 CA114 @Invalidate key "user:{users*.id}": {users*.id}: java.util.Map<java.lang.Long, shop.Users$User> is a Map, and '*' does not choose between its keys and its values; use a collection of those that are meant
// error 25:21 CA114 @Invalidate key "user:{ids*}": {ids*}: java.util.Iterator<java.lang.Long> is used up by whoever goes through it first; use a List
// error 28:21 CA114 @Invalidate key "path:{paths*}": {paths*}: java.nio.file.DirectoryStream<java.nio.file.Path> is used up by whoever goes through it first; use a List
// error 31:21 CA114 @Invalidate key "user:{ids*}": {ids*}: java.util.Collection does not say what it holds; write for example java.util.Collection<String>
// error 34:21 CA104 @Invalidate key "user:{users*}": {users*}: shop.Users$User has no canonical text; write {users*.id} if that identifies it, or put @CacheKey on the method that does
// error 37:21 CA103 @Invalidate key "user:{users*.idd}": {users*.idd}: shop.Users$User has no property "idd"; did you mean "id"?
// error 40:21 CA114 @Invalidate key "user:{user.id*}": {user.id*}: long has no elements; use a collection, an array or an Optional
// error 43:21 CA101 @Invalidate key "user:{ids*}:{others*}": {ids*} at position 6 and {others*} at position 13 both stand for each element of a value; a template has one '*': write one of them without, or pass a collection of objects that have both values
// error 46:21 CA106 @Invalidate key "user:{result*.id}": {result} is used, but the method returns nothing
