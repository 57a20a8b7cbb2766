package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.weaving.CacheAnnotation;
import io.cacheaside.weaving.CacheAnnotation.Kind;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The report, letter by letter. */
class CatalogueTest {
  private static final CacheAnnotation FIND =
      new CacheAnnotation(Kind.CACHE_ASIDE, List.of("user:{id}"), "5m", "10s", "people");
  private static final CacheAnnotation LIST =
      new CacheAnnotation(Kind.CACHE_ASIDE, List.of("<all>"), "1h30m", "", "");
  private static final CacheAnnotation SAVE =
      new CacheAnnotation(Kind.INVALIDATE, List.of("user:{user.id}", "<all>"), "", "", "");
  private static final CacheAnnotation CLEAR =
      new CacheAnnotation(Kind.INVALIDATE, List.of(), "", "", "people");

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          new ScanResult(
              9,
              List.of(
                  scanned(
                      method("shop.Users", "load", "()V", CLEAR),
                      method("shop.Users", "save", "(Lshop/User;)V", SAVE),
                      method("shop.Users", "find", "(J)V", FIND)),
                  scanned(method("shop.Orders", "list", "()V", LIST)))));

  private static ScannedMethod method(
      String owner, String name, String descriptor, CacheAnnotation annotation) {
    return new ScannedMethod(
        owner, name, descriptor, false, false, false, 1, List.of(), List.of(annotation), Set.of());
  }

  private static ScannedClass scanned(ScannedMethod... methods) {
    String name = methods[0].className();
    return new ScannedClass(name, name + ".class", 61, null, List.of(methods));
  }

  @Test
  void table_isOrderedAndAligned() {
    assertThat(CATALOGUE.table())
        .isEqualTo(
            """
            class        method      annotation   key             ttl    negativeTtl  region
            shop.Orders  list()      @CacheAside  <all>           1h30m  -            default
            shop.Users   find(long)  @CacheAside  user:{id}       5m     10s          people
            shop.Users   load()      @Invalidate  -               -      -            people
            shop.Users   save(User)  @Invalidate  user:{user.id}  -      -            default
            shop.Users   save(User)  @Invalidate  <all>           -      -            default
            """);
  }

  @Test
  void json_leavesOutWhatWasLeftOut() {
    assertThat(CATALOGUE.json())
        .isEqualTo(
            """
            [
              {
                "class": "shop.Orders",
                "method": "list()",
                "annotation": "@CacheAside",
                "key": "<all>",
                "ttl": "1h30m",
                "region": "default"
              },
              {
                "class": "shop.Users",
                "method": "find(long)",
                "annotation": "@CacheAside",
                "key": "user:{id}",
                "ttl": "5m",
                "negativeTtl": "10s",
                "region": "people"
              },
              {
                "class": "shop.Users",
                "method": "load()",
                "annotation": "@Invalidate",
                "region": "people"
              },
              {
                "class": "shop.Users",
                "method": "save(User)",
                "annotation": "@Invalidate",
                "key": "user:{user.id}",
                "region": "default"
              },
              {
                "class": "shop.Users",
                "method": "save(User)",
                "annotation": "@Invalidate",
                "key": "<all>",
                "region": "default"
              }
            ]
            """);
  }
}
