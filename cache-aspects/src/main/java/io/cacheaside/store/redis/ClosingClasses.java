package io.cacheaside.store.redis;

import java.util.List;

/**
 * Loads the classes that the end of a store needs and nothing before. It may come, by a shutdown
 * hook for example, when the class loader of the application is closed already, as Maven's {@code
 * exec:java} does; then what was not loaded cannot be found any more.
 *
 * <p>Those of the libraries are named as they are in the version that we bring. In another one,
 * what is missing here is found at the end, as ever.
 */
final class ClosingClasses {
  private static final List<String> OF_LIBRARIES =
      List.of(
          "io.lettuce.core.event.connection.ConnectionDeactivatedEvent",
          "io.lettuce.core.event.connection.DisconnectedEvent",
          "io.lettuce.core.event.connection.JfrConnectionDeactivatedEvent",
          "io.lettuce.core.event.connection.JfrDisconnectedEvent",
          "io.lettuce.core.protocol.DefaultEndpoint$Lazy",
          "io.lettuce.core.resource.PromiseAdapter",
          "io.netty.buffer.FreeChunkEvent",
          "io.netty.channel.AbstractChannel$AbstractUnsafe$6",
          "io.netty.channel.group.ChannelMatcher",
          "io.netty.channel.group.ChannelMatchers",
          "io.netty.channel.group.ChannelMatchers$1",
          "io.netty.channel.group.ChannelMatchers$ClassMatcher",
          "io.netty.channel.group.ChannelMatchers$InvertMatcher",
          "io.netty.channel.group.DefaultChannelGroupFuture",
          "io.netty.channel.group.DefaultChannelGroupFuture$1",
          "io.netty.util.concurrent.DefaultPromise$1",
          "io.netty.util.concurrent.GlobalEventExecutor$2",
          "io.netty.util.concurrent.GlobalEventExecutor$3",
          "io.netty.util.concurrent.PromiseCombiner",
          "io.netty.util.concurrent.PromiseCombiner$1");

  /** Relative to this package. */
  static final List<String> OWN =
      List.of(
          "connection.OutOfStep",
          "connection.WrongAnswer",
          "connection.Failures",
          "tracking.Watches$Watch");

  static {
    OF_LIBRARIES.forEach(ClosingClasses::loadIfThere);
    String here = ClosingClasses.class.getPackageName() + ".";
    OWN.forEach(name -> loadIfThere(here + name));
  }

  private ClosingClasses() {}

  /** Returns when they are loaded, the first time that it is called. */
  static void load() {}

  /** Loads a class that may be missing: in another version of the library the end will see. */
  private static void loadIfThere(String name) {
    try {
      Class.forName(name, false, ClosingClasses.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It must not keep a store from being opened.
    }
  }
}
