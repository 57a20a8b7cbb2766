/** The compile-time checks; needed by the compiler only. */
module io.cacheaside.processor {
  requires io.cacheaside.annotations;
  requires java.compiler;
  requires static org.jspecify;

  exports io.cacheaside.processor;

  provides javax.annotation.processing.Processor with
      io.cacheaside.processor.CacheProcessor;
}
