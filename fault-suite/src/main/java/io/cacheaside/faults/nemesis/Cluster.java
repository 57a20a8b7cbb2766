package io.cacheaside.faults.nemesis;

import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Three primaries with a replica each. */
final class Cluster implements Stage {
  private static final int HOT_ROWS = 5;
  private static final Duration WHILE_MOVING = Duration.ofMillis(100);

  private final ClusterServers servers = ClusterServers.start();
  private @Nullable RedisServer killed;

  /** Kills the primary of the row that is asked for most; returns when its replica serves. */
  void killPrimary() {
    int slot = slotOfRow(0);
    RedisServer primary = servers.primaryOf(slot);
    primary.kill();
    killed = primary;
    servers.awaitNewPrimary(slot, primary);
  }

  /** Moves the slots of the rows that are asked for most, one after the other. */
  void moveHotSlots() throws InterruptedException {
    for (int row = 0; row < HOT_ROWS; row++) {
      int slot = slotOfRow(row);
      RedisServer target = otherPrimary(servers.primaryOf(slot));
      servers.beginMove(slot, target);
      Thread.sleep(WHILE_MOVING.toMillis());
      servers.finishMove(slot, target);
    }
  }

  private RedisServer otherPrimary(RedisServer owner) {
    return IntStream.of(0, ClusterServers.SLOTS / 2, ClusterServers.SLOTS - 1)
        .mapToObj(servers::primaryOf)
        .filter(primary -> primary.port() != owner.port())
        .findFirst()
        .orElseThrow();
  }

  private int slotOfRow(int row) {
    return servers.slotOf("{version:" + row + "}");
  }

  @Override
  public void prepare() {
    if (killed != null) {
      killed.restart();
      killed = null;
    }
    servers.awaitHealthy();
  }

  @Override
  public String uri() {
    return servers.uri();
  }

  @Override
  public void close() {
    servers.close();
  }
}
