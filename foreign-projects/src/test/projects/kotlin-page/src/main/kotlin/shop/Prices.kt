package shop

import io.cacheaside.annotation.CacheAside

class Product(val sku: String)

class Prices {
  @JvmOverloads
  @CacheAside(key = "price:{sku}:{currency}", ttl = "5m")
  fun price(sku: String, currency: String = "EUR"): String {
    println("loading price of $sku")
    return "7 $currency"
  }

  @get:CacheAside(key = "currencies", ttl = "1h")
  val currencies: Set<String>
    get() {
      println("loading currencies")
      return setOf("EUR", "USD")
    }

  companion object {
    @JvmStatic
    @CacheAside(key = "rate:{currency}", ttl = "5m")
    fun rate(currency: String): Double {
      println("loading rate of $currency")
      return 1.1
    }
  }
}

object Stock {
  @CacheAside(key = "stock:{sku}", ttl = "10s")
  internal fun count(sku: String): Int {
    println("loading stock of $sku")
    return 3
  }
}

interface Catalogue {
  @CacheAside(key = "title:{this.class.name}:{sku}", ttl = "5m")
  fun title(sku: String): String {
    println("loading title of $sku")
    return "a book"
  }
}

class Books : Catalogue

/** Has the function of the catalogue that it is given: `by` does not cache a second time. */
class Shelf(catalogue: Catalogue) : Catalogue by catalogue

/** The object of an extension function is the receiver. */
@CacheAside(key = "weight:{receiver.sku}:{unit}", ttl = "1h")
fun Product.weight(unit: String): Int {
  println("loading weight of $sku")
  return 200
}
