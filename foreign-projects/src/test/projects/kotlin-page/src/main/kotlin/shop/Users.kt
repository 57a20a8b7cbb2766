package shop

import io.cacheaside.annotation.CacheAside
import io.cacheaside.annotation.Invalidate

@JvmInline value class UserId(val value: Long)

data class User(val id: UserId, val name: String, val boss: UserId?)

sealed interface Status {
  data object Gone : Status

  data class Active(val since: String, val roles: List<String>) : Status
}

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  fun find(id: UserId): User? {
    println("loading user ${id.value}")
    return if (id.value == 0L) null else User(id, "Ada", null)
  }

  @CacheAside(key = "status:{id}", ttl = "5m")
  fun status(id: UserId?): Status {
    println("loading status ${id?.value}")
    return if (id == null) Status.Gone else Status.Active("2026", emptyList())
  }

  @CacheAside(key = "boss:{user.id}", ttl = "5m")
  fun boss(user: User): UserId? {
    println("loading boss of ${user.id.value}")
    return user.boss
  }

  @Invalidate(key = ["user:{user.id}", "status:{user.id}"])
  fun save(user: User) {}

  @Invalidate(key = ["user:{ids*}"])
  fun removeAll(ids: List<UserId>) {}

  @Invalidate(key = ["user:{id}"])
  fun remove(id: Long) {}
}
