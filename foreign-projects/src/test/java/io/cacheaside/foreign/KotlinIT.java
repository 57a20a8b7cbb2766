package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** Functions compiled by Kotlin. */
class KotlinIT {
  private static final String PRICES = "src/main/kotlin/shop/Prices.kt";

  @Test
  void defaultArguments_topLevelFunctions_companions_areWoven() throws Exception {
    ForeignProject project = ForeignProject.copy("kotlin", KotlinIT.class);

    Build build = project.maven("test").succeeds();

    build.says("[INFO] wove 4 methods in 4 of 8 classes (4 @CacheAside)");
  }

  @Test
  void suspendFunction_isRefused_overloadMadeByKotlinIsNot() throws Exception {
    ForeignProject project =
        ForeignProject.copy("kotlin", KotlinIT.class, "kotlin-mistakes")
            .edit(PRICES, "fun vat(", "suspend fun vat(")
            .edit(PRICES, "  fun price(", "  @JvmOverloads\n  fun price(");

    Build build = project.maven("process-classes").fails();

    build.neverSays("shop.Prices.price(String)");
    build.says(
        "[ERROR] src/main/kotlin/shop/Prices.kt:34: CA124 shop.PricesKt.vat(String, Continuation):"
            + " @CacheAside on a suspend function: it returns before its work is done; put it on a"
            + " function without suspend that does the work");
  }
}
