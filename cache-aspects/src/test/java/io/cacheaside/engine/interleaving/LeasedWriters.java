package io.cacheaside.engine.interleaving;

import io.cacheaside.engine.interleaving.Step.Outcome;
import io.cacheaside.spi.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Our writers as single steps, with the project's own store and scripts. */
final class LeasedWriters {
  /** Shorter than a lease alone can live, and than every value: both are cut. */
  static final long FENCE_MILLIS = 900_000;

  private final Store store;

  LeasedWriters(Store store) {
    this.store = store;
  }

  private static CompletableFuture<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /** Commits, clears the whole region, and returns to its caller. */
  CompletableFuture<Outcome> writeAndClear(World world) {
    return commit(
        world,
        (committed, version) ->
            store
                .clear(LeasedReaders.generationKey(committed.key()))
                .thenApply(
                    generation ->
                        Outcome.then(
                            committed, "clears the region", then -> acknowledge(then, version))));
  }

  /** Fences the entry and does what {@link #write} does. */
  CompletableFuture<Outcome> fenceAndWrite(World world) {
    return fence(world, this::write);
  }

  /** Fences the entry, commits, and dies. */
  CompletableFuture<Outcome> fenceCommitAndDie(World world) {
    return fence(
        world,
        fenced ->
            commit(
                fenced, (committed, version) -> done(Outcome.silently(committed, "dies", null))));
  }

  private CompletableFuture<Outcome> fence(World world, Step next) {
    return store
        .fence(List.of(world.key()), FENCE_MILLIS)
        .thenApply(
            whole ->
                whole
                    ? Outcome.then(world, "fences", next)
                    : Outcome.broken(world, "fences", "The server had no room for a fence:"));
  }

  /** Commits, invalidates with a time to settle, and returns to its caller. */
  CompletableFuture<Outcome> writeAndSettle(World world) {
    return commit(
        world,
        (committed, version) ->
            store
                .invalidate(List.of(committed.key()), FENCE_MILLIS / 2)
                .thenApply(
                    removed ->
                        Outcome.then(
                            committed, "invalidates", then -> acknowledge(then, version))));
  }

  /** Commits, invalidates, and returns to its caller, as it should be. */
  CompletableFuture<Outcome> write(World world) {
    return commit(
        world, (committed, version) -> invalidate(committed, then -> acknowledge(then, version)));
  }

  /** Invalidates, commits, and returns to its caller, which is wrong. */
  CompletableFuture<Outcome> writeInWrongOrder(World world) {
    return invalidate(world, then -> commit(then, LeasedWriters::acknowledge));
  }

  /** A step that knows the version its writer has committed. */
  private interface StepWithVersion {
    CompletableFuture<Outcome> take(World world, int version);
  }

  private static CompletableFuture<Outcome> commit(World world, StepWithVersion next) {
    World committed = world.afterCommit();
    int version = committed.committed();
    return done(
        Outcome.silently(
            committed, "commits version " + version, then -> next.take(then, version)));
  }

  private CompletableFuture<Outcome> invalidate(World world, Step next) {
    return store
        .invalidate(List.of(world.key()))
        .thenApply(removed -> Outcome.then(world, "invalidates", next));
  }

  /** From now on nobody may begin a read and get anything older. */
  private static CompletableFuture<Outcome> acknowledge(World world, int version) {
    return done(Outcome.then(world.afterInvalidationOf(version), "returns", null));
  }
}
