package shop

import io.cacheaside.annotation.CacheAside

sealed class State(val final: Boolean) {
  object Loading : State(false)

  data object Gone : State(true)

  class Loaded(val lines: List<String>, val marks: Map<String, Int>) : State(true)
}

class States {
  @JvmField var loads = 0

  @CacheAside(key = "state:{id}", ttl = "5m")
  fun state(id: Int): State {
    loads++
    return when (id) {
      1 -> State.Loading
      2 -> State.Gone
      3 -> State.Loaded(emptyList(), emptyMap())
      else -> State.Loaded(buildList { add("line $id") }, buildMap { put("mark", id) })
    }
  }

  /** A state that is no branch of this makes it throw. */
  fun describe(id: Int): String = when (val state = state(id)) {
    State.Loading -> "loading"
    State.Gone -> "gone"
    is State.Loaded -> "loaded ${state.lines} ${state.marks}"
  }
}
