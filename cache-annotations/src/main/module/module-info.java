/** The annotations and the key templates. */
@SuppressWarnings("module") // those that see the package of keys are compiled later
module io.cacheaside.annotations {
  requires static org.jspecify;

  exports io.cacheaside.annotation;
  exports io.cacheaside.key to
      io.cacheaside.aspects,
      io.cacheaside.processor,
      io.cacheaside.weaving;
}
