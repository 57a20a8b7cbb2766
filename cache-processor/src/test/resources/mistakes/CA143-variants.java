package shop;

import io.cacheaside.annotation.CacheAside;

@SuppressWarnings("CA137")
class Users {
  @CacheAside(key = "meant:{id}", ttl = "5m")
  @SuppressWarnings("CA143")
  String first(long id) {
    return "Ann";
  }

  @CacheAside(key = "both:{id}", ttl = "5m")
  String both(long id) {
    return "Ann";
  }

  @CacheAside(key = "over:{id}", ttl = "5m")
  String overridden(long id) {
    return "Ann";
  }

  @CacheAside(region = "named", key = "{this.class.name}:{id}", ttl = "5m")
  String named(long id) {
    return "Ann";
  }

  static class Nested {
    @CacheAside(region = "nested", key = "near:{id}", ttl = "5m")
    String near(long id) {
      return "Ann";
    }
  }

  @CacheAside(region = "nested", key = "near:{id}", ttl = "5m")
  String nearer(long id) {
    return "Ann";
  }
}

class Vendors extends Users {
  @CacheAside(key = "meant:{id}", ttl = "5m")
  String second(long id) {
    return "Ann";
  }

  @CacheAside(key = "both:{id}", ttl = "5m")
  @SuppressWarnings({"CA140", "cacheaside"})
  String inherits(int id) {
    return "Ann";
  }

  @CacheAside(key = "over:{id}", ttl = "5m")
  @Override
  String overridden(long id) {
    return "Ann";
  }

  @CacheAside(region = "named", key = "{this.class.name}:{id}", ttl = "5m")
  @Override
  String named(long id) {
    return "Ann";
  }
}

interface Titles {
  String title(long id);
}

class English implements Titles {
  @CacheAside(key = "title:{id}", ttl = "5m")
  @Override
  public String title(long id) {
    return "Mr";
  }
}

class German implements Titles {
  @CacheAside(key = "title:{id}", ttl = "5m")
  @Override
  public String title(long id) {
    return "Herr";
  }
}

// error 79:21 CA143 @CacheAside key "title:{id}": shop.English.title(long) has the key "title:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA143" on either if both return the same values
// error 47:21 CA143 @CacheAside key "both:{id}": shop.Users.both(long) has the key "both:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA143" on either if both return the same values
// warning 35:40 CA140 @CacheAside key "near:{id}": shop.Users$Nested.near(long) has the key "near:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values

// in class files only: error CA143 @CacheAside key "meant:{id}": shop.Users.first(long) has the key "meant:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA143" on either if both return the same values
// in class files only: warning CA137 @CacheAside key "meant:{id}": shop.Users has subclasses such as shop.Vendors, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// in class files only: warning CA137 @CacheAside key "both:{id}": shop.Users has subclasses such as shop.Vendors, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// in class files only: warning CA137 @CacheAside key "over:{id}": shop.Users has subclasses such as shop.Vendors, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// in class files only: warning CA137 @CacheAside key "near:{id}": shop.Users has subclasses such as shop.Vendors, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
