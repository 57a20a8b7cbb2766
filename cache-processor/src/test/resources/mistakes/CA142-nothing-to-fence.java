package shop;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidate.When;

class Users {
  @Invalidate(key = "user:{result}", when = When.AROUND)
  long create(String name) {
    return 1;
  }

  @Invalidate(region = "users", when = When.AROUND)
  void importAll() {}

  @Invalidate(key = "user:{id}")
  @Invalidate(
      region = "users",
      key = {"user:{result}", "last:{result}"},
      when = When.AROUND)
  long move(long id) {
    return id;
  }

  @Invalidate(
      key = {"user:{result}", "users"},
      when = When.AROUND)
  long oneOfTwo(String name) {
    return 1;
  }

  @Invalidate(key = "user:{result}", when = When.AROUND)
  void parameter(long result) {}

  @Invalidate(key = "user:{result}", when = When.AFTER)
  long after() {
    return 1;
  }

  @Invalidate(region = "users")
  void clear() {}

  @Invalidate(
      key = {},
      region = "users",
      when = When.AFTER)
  void clearWithoutKeys() {}

  @SuppressWarnings("CA142")
  @Invalidate(region = "users", when = When.AROUND)
  void suppressed() {}
}

// warning 7:49 CA142 @Invalidate when = AROUND fences nothing: its keys need {result}, which is not known before the method; name a key of parameters only, or leave when out
// warning 12:44 CA142 @Invalidate when = AROUND fences nothing: a region that is cleared as a whole has no fence; name the keys that change, or leave when out
// warning 19:18 CA142 @Invalidate when = AROUND fences nothing: its keys need {result}, which is not known before the method; name a key of parameters only, or leave when out
// in class files only: warning CA142 @Invalidate when = AROUND fences nothing: a region that is cleared as a whole has no fence; name the keys that change, or leave when out
