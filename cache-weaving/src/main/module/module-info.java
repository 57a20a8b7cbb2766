/** What class files say about weaving; for the runtime. */
@SuppressWarnings("module") // the one that sees the package is compiled later
module io.cacheaside.weaving {
  requires io.cacheaside.annotations;
  requires static org.jspecify;

  exports io.cacheaside.weaving to
      io.cacheaside.aspects;

  // for the listener of cache-junit, which lies on the class path
  exports io.cacheaside.weaving.guard;
}
