package io.cacheaside.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.sample.CachedCatalogue;
import io.cacheaside.sample.Catalogue;
import io.cacheaside.sample.Discount;
import io.cacheaside.sample.Product;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both catalogues on a real Redis and a real database. Each test has products of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class CatalogueTest {
  private static final int PRODUCTS = 100;

  @SuppressWarnings("NullAway.Init")
  private DemoEnvironment environment;

  @BeforeAll
  void open() {
    Progress silent = new Progress(new PrintWriter(new StringWriter()));
    environment = DemoEnvironment.open(null, null, PRODUCTS, silent);
  }

  @AfterAll
  void close() {
    environment.close();
  }

  private Contender contender(Contender.Kind kind) {
    return kind == Contender.Kind.NAIVE ? environment.naive() : environment.cacheAside();
  }

  private Catalogue naive() {
    return contender(Contender.Kind.NAIVE).catalogue();
  }

  private Catalogue cached() {
    return contender(Contender.Kind.CACHE_ASIDE).catalogue();
  }

  private long loadsOf(Runnable calls) {
    long before = environment.database().loads();
    calls.run();
    return environment.database().loads() - before;
  }

  @Test
  void cachedCatalogue_isWoven() {
    assertThat(CachedCatalogue.class.getDeclaredMethods())
        .anyMatch(method -> method.getName().startsWith("find_aroundBody"));
  }

  @ParameterizedTest
  @EnumSource
  void find_secondCall_isAHitAndEqual(Contender.Kind kind) {
    Contender contender = contender(kind);
    Catalogue catalogue = contender.catalogue();
    Product loaded = catalogue.find(1);
    long hits = contender.hits();

    assertThat(loadsOf(() -> assertThat(catalogue.find(1)).isEqualTo(loaded))).isZero();
    assertThat(contender.hits()).isEqualTo(hits + 1);
    assertThat(loaded).isEqualTo(new Product(1, "product number 1", 101, 1));
  }

  @ParameterizedTest
  @EnumSource
  void changePrice_ofACachedProduct_isSeenByTheNextRead(Contender.Kind kind) {
    Catalogue catalogue = contender(kind).catalogue();
    catalogue.find(2);
    catalogue.featured(2);

    long version = catalogue.changePrice(2, 777);

    Product expected = new Product(2, "product number 2", 777, version);
    assertThat(catalogue.find(2)).isEqualTo(expected);
    assertThat(catalogue.featured(2)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void changePrice_unknownProduct_throws(Contender.Kind kind) {
    assertThatThrownBy(() -> contender(kind).catalogue().changePrice(PRODUCTS + 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no product 101");
  }

  @Test
  void find_missingProduct_isLoadedOnceWithCacheAsideOnly() {
    long missing = PRODUCTS + 2;

    assertThat(loadsOf(() -> callTwice(cached(), missing))).isEqualTo(1);
    assertThat(loadsOf(() -> callTwice(naive(), missing))).isEqualTo(2);
  }

  private static void callTwice(Catalogue catalogue, long missing) {
    assertThat(catalogue.find(missing)).isNull();
    assertThat(catalogue.find(missing)).isNull();
  }

  @Test
  void discount_collidingArguments_getAnothersAnswerOnlyIfNaive() {
    Discount first = naive().discount("a:b", "c");
    assertThat(naive().discount("a", "b:c")).isEqualTo(first);

    assertThat(cached().discount("a:b", "c")).isEqualTo(first);
    assertThat(cached().discount("a", "b:c"))
        .isNotEqualTo(first)
        .extracting(Discount::shop, Discount::customer)
        .containsExactly("a", "b:c");
  }
}
