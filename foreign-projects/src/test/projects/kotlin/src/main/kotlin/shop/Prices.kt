package shop

import io.cacheaside.annotation.CacheAside

class Prices {
  @JvmField var loads = 0

  @CacheAside(key = "price:{sku}:{currency}", ttl = "5m")
  fun price(sku: String, currency: String = "EUR"): String {
    loads++
    return "$sku in $currency"
  }

  /** Calls with a default argument: by way of price$default. */
  fun inEuro(sku: String) = price(sku)

  companion object {
    @JvmField var rateLoads = 0

    @JvmStatic
    @CacheAside(key = "rate:{currency}", ttl = "5m")
    fun rate(currency: String): String {
      rateLoads++
      return "rate of $currency"
    }
  }
}

@JvmField var vatLoads = 0

@CacheAside(key = "vat:{country}", ttl = "1h")
fun vat(country: String): String {
  vatLoads++
  return "vat of $country"
}
