package shop

import io.cacheaside.CacheAsideConfig
import io.cacheaside.CacheAsideRuntime

fun main() {
  val config = CacheAsideConfig.builder().redis("redis://localhost").app("shop").build()
  CacheAsideRuntime.install(config).use {
    repeat(2) { showUsers(Users()) }
    repeat(2) { showPrices(Prices()) }
    showWrites(Users())
  }
}

fun showUsers(users: Users) {
  println(users.find(UserId(7)))
  println(users.find(UserId(0)))
  println(users.status(UserId(7)))
  println(users.status(null))
  println(users.boss(User(UserId(7), "Ada", UserId(8))))
}

fun showPrices(prices: Prices) {
  println(prices.price("A1"))
  println(prices.price("A1", "EUR"))
  println(prices.currencies)
  println(Prices.rate("EUR"))
  println(Stock.count("A1"))
  println(Books().title("A1"))
  println(Shelf(Books()).title("A1"))
  println(Product("A1").weight("g"))
}

fun showWrites(users: Users) {
  users.save(User(UserId(7), "Ada", null))
  println(users.find(UserId(7)))
  users.removeAll(listOf(UserId(6), UserId(7)))
  println(users.find(UserId(7)))
  users.remove(7)
  println(users.find(UserId(7)))
}
