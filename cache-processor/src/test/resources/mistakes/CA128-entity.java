package shop;

import io.cacheaside.annotation.CacheAside;
import jakarta.persistence.Entity;
import java.util.List;

@Entity
class Order {
  long id;
  List<Line> lines;
}

@Entity
class Line {
  String product;
}

record Report(String title, List<Line> lines) {}

class Orders {
  @CacheAside(key = "order:{id}", ttl = "5m")
  Order find(long id) {
    return null;
  }

  @CacheAside(key = "report", ttl = "5m")
  Report report() {
    return null;
  }

  @CacheAside(key = "fetched:{id}", ttl = "5m")
  @SuppressWarnings("CA128")
  Order fetched(long id) {
    return null;
  }
}

// warning 21:3 CA128 @CacheAside return type Order: the value is declared Order, a JPA entity, which carries persistence state: while a part of it is not loaded it is not cached, and a hit is detached; return a record, or suppress "CA128" if it is always fetched as a whole
// warning 26:3 CA128 @CacheAside return type Report: field "lines[]" is declared Line, a JPA entity, which carries persistence state: while a part of it is not loaded it is not cached, and a hit is detached; return a record, or suppress "CA128" if it is always fetched as a whole
// in class files only: warning CA128 @CacheAside return type Order: the value is declared Order, a JPA entity, which carries persistence state: while a part of it is not loaded it is not cached, and a hit is detached; return a record, or suppress "CA128" if it is always fetched as a whole
