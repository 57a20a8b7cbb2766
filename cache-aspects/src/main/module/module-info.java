/**
 * The runtime and the aspects. A module with annotated methods requires this one, because woven
 * code calls it; packages whose classes are cached, or stand in keys by their properties, are
 * opened to it.
 */
module io.cacheaside.aspects {
  requires transitive io.cacheaside.annotations;
  requires transitive org.aspectj.runtime;
  requires io.cacheaside.weaving;
  requires org.slf4j;
  requires static org.jspecify;
  requires com.esotericsoftware.kryo.kryo5;
  requires lettuce.core;

  // for a hook of io.cacheaside.transaction, where the application has the library; not for that of
  // JTA: jakarta.transaction requires CDI, without which this descriptor could not be compiled
  requires static spring.core;
  requires static spring.tx;

  // for a compression that regions can choose where the application has the library
  requires static org.lz4.java;

  // for java.sql.Timestamp and its like, where the application has the module
  requires static java.sql;

  // Lettuce and Kryo are automatic modules, which cannot say what they need themselves
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver;
  requires io.netty.resolver.dns;
  requires io.netty.transport;
  requires java.naming;
  requires jdk.jfr;
  requires jdk.net;
  requires jdk.unsupported;

  exports io.cacheaside;
  exports io.cacheaside.codec;
  exports io.cacheaside.compression;
  exports io.cacheaside.interception;
  exports io.cacheaside.metrics;
  exports io.cacheaside.spi;
  exports io.cacheaside.store;
  exports io.cacheaside.store.redis;
  exports io.cacheaside.store.redis.options;
  exports io.cacheaside.transaction;

  provides io.cacheaside.weaving.guard.TestRunGuard with
      io.cacheaside.WovenTestRun;

  // for woven code, not for you
  exports io.cacheaside.aspect;
  exports io.cacheaside.engine;
  exports io.cacheaside.engine.entry;
}
