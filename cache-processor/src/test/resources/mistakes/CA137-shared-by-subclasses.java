package shop;

import io.cacheaside.annotation.CacheAside;

abstract class Report {
  abstract String title();

  @CacheAside(key = "report:{year}", ttl = "5m")
  String render(int year) {
    return title() + year;
  }
}

// warning 8:21 CA137 @CacheAside key "report:{year}": shop.Report is abstract, so there may be many subclasses, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
