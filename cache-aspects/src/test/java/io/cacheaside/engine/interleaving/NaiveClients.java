package io.cacheaside.engine.interleaving;

import io.cacheaside.engine.interleaving.Step.Outcome;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The textbook's reader and writer as single steps: get, load, set; commit, delete. */
final class NaiveClients {
  private final RedisAsyncCommands<byte[], byte[]> commands;

  NaiveClients(RedisAsyncCommands<byte[], byte[]> commands) {
    this.commands = commands;
  }

  private static byte[] encoded(int version) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(version).array();
  }

  private CompletableFuture<@Nullable Integer> get(World world) {
    return commands
        .get(world.key().bytes())
        .thenApply(value -> value == null ? null : (Integer) ByteBuffer.wrap(value).getInt())
        .toCompletableFuture();
  }

  private static CompletableFuture<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  CompletableFuture<Outcome> read(World world) {
    return get(world)
        .thenApply(
            found ->
                found == null
                    ? Outcome.silently(world, "looks up: nothing", this::load)
                    : Outcome.silently(
                        world,
                        "looks up: version " + found,
                        then -> done(Outcome.silently(then, "returns version " + found, null))));
  }

  private CompletableFuture<Outcome> load(World world) {
    int version = world.committed();
    return done(
        Outcome.silently(world, "loads version " + version, then -> populate(then, version)));
  }

  private CompletableFuture<Outcome> populate(World world, int version) {
    return commands
        .set(world.key().bytes(), encoded(version))
        .thenApply(ok -> Outcome.then(world, "populates and returns version " + version, null))
        .toCompletableFuture();
  }

  CompletableFuture<Outcome> write(World world) {
    World committed = world.afterCommit();
    int version = committed.committed();
    return done(
        Outcome.silently(committed, "commits version " + version, then -> delete(then, version)));
  }

  private CompletableFuture<Outcome> delete(World world, int version) {
    return commands
        .unlink(world.key().bytes())
        .thenApply(
            removed ->
                Outcome.then(
                    world,
                    "invalidates",
                    last -> done(Outcome.then(last.afterInvalidationOf(version), "returns", null))))
        .toCompletableFuture();
  }

  CompletableFuture<@Nullable String> nothingOldIsCached(World world) {
    return get(world).thenApply(version -> version == null ? null : World.tooOld(version, world));
  }
}
