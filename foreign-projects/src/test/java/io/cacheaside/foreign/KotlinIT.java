package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** Functions compiled by Kotlin. */
class KotlinIT {
  private static final String PRICES = "src/main/kotlin/shop/Prices.kt";

  @Test
  void defaultArguments_topLevelFunctions_companions_areWoven() throws Exception {
    ForeignProject project = ForeignProject.copy("kotlin", KotlinIT.class);

    Build build = project.maven("test").succeeds();

    build.says("[INFO] wove 5 methods in 4 of 8 classes (5 @CacheAside)");
  }

  @Test
  void suspendFunction_andOverloadMadeByKotlin_areRefused() throws Exception {
    ForeignProject project =
        ForeignProject.copy("kotlin", KotlinIT.class, "kotlin-mistakes")
            .edit(PRICES, "fun vat(", "suspend fun vat(")
            .edit(PRICES, "  fun price(", "  @JvmOverloads\n  fun price(");

    Build build = project.maven("process-classes").fails();

    build.says(
        "[ERROR] src/main/kotlin/shop/Prices.kt:8: CA102 shop.Prices.price(String): @CacheAside key"
            + " \"price:{sku}:{currency}\": {currency} names no parameter; did you mean {sku}?",
        "[ERROR] src/main/kotlin/shop/Prices.kt:34: CA124 shop.PricesKt.vat(String, Continuation):"
            + " @CacheAside on a suspend function: it returns before its work is done; put it on a"
            + " function without suspend that does the work");
  }
}
