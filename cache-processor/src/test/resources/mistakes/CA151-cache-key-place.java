package shop;

import io.cacheaside.annotation.CacheKey;

@CacheKey
class Page {
  int number;
}

// error 5:1 CA151 shop.Page has no canonical text; @CacheKey on a type is for records; put it on the public method without parameters whose value is the key text
