package shop;

import io.cacheaside.annotation.CacheAside;

class Row {
  String table = "rows";

  @CacheAside(key = "{this.table}:{id}", ttl = "5m")
  Integer find(long id) {
    return 1;
  }

  @CacheAside(key = "{this.table}:{id}", ttl = "5m")
  Long other(long id) {
    return 1L;
  }

  @CacheAside(key = "{this.class.name}:a:{id}", ttl = "5m")
  Integer one(long id) {
    return 1;
  }

  @CacheAside(key = "{this.class.name}:a:{id}", ttl = "5m")
  Long two(long id) {
    return 1L;
  }

  @CacheAside(key = "over:{id}", ttl = "5m")
  @SuppressWarnings("CA137")
  Number covariant(long id) {
    return 1;
  }

  @CacheAside(key = "same:{id}", ttl = "5m")
  @SuppressWarnings("CA137")
  Number repeated(long id) {
    return 1;
  }

  @CacheAside(key = "{this.class.name}:told:{id}", ttl = "5m")
  Number told(long id) {
    return 1;
  }
}

class WideRow extends Row {
  @Override
  @CacheAside(key = "over:{id}", ttl = "5m")
  Integer covariant(long id) {
    return 1;
  }

  @Override
  @CacheAside(key = "same:{id}", ttl = "5m")
  Number repeated(long id) {
    return 1;
  }

  @Override
  @CacheAside(key = "{this.class.name}:told:{id}", ttl = "5m")
  Integer told(long id) {
    return 1;
  }

  @CacheAside(key = "{this.class.name}:a:{id}", ttl = "5m")
  String three(long id) {
    return "";
  }
}

// error 13:21 CA138 @CacheAside key "{this.table}:{id}": shop.Row.find(long) has the key "{this.table}:{id}" in the same region and returns java.lang.Integer, but this method java.lang.Long, so they replace each other's entries; use another key or region for one of them
// error 23:21 CA138 @CacheAside key "{this.class.name}:a:{id}": shop.Row.one(long) has the key "{this.class.name}:a:{id}" in the same region and returns java.lang.Integer, but this method java.lang.Long, so they replace each other's entries; use another key or region for one of them
// error 48:21 CA138 @CacheAside key "over:{id}": shop.Row.covariant(long) has the key "over:{id}" in the same region and returns java.lang.Number, but this method java.lang.Integer, so they replace each other's entries; use another key or region for one of them
// error 65:21 CA138 @CacheAside key "{this.class.name}:a:{id}": shop.Row.one(long) has the key "{this.class.name}:a:{id}" in the same region and returns java.lang.Integer, but this method java.lang.String, so they replace each other's entries; use another key or region for one of them

// in class files only: warning CA137 @CacheAside key "over:{id}": shop.Row has subclasses such as shop.WideRow, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// in class files only: warning CA137 @CacheAside key "same:{id}": shop.Row has subclasses such as shop.WideRow, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
