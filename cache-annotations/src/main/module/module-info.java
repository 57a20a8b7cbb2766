/** The annotations and the key templates. */
module io.cacheaside.annotations {
  requires static org.jspecify;

  exports io.cacheaside.annotation;
  exports io.cacheaside.key;
}
