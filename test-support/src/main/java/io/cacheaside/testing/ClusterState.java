package io.cacheaside.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the nodes of a cluster say of themselves and of each other, now. Threadsafe. */
final class ClusterState {
  private static final int ASK_MILLIS = 500;

  private final List<RedisServer> nodes;
  private final List<RedisServer> added;

  /**
   * @param nodes primaries, and as many replicas; may grow
   * @param added primaries without a replica; may grow
   */
  ClusterState(List<RedisServer> nodes, List<RedisServer> added) {
    this.nodes = nodes;
    this.added = added;
  }

  /** Returns all nodes. */
  List<RedisServer> all() {
    List<RedisServer> all = new ArrayList<>(nodes);
    all.addAll(added);
    return all;
  }

  /** Returns whether every node calls all others up, and the state ok. */
  boolean knowEachOther() throws IOException {
    for (RedisServer node : all()) {
      List<ClusterNode> view = view(node);
      String state =
          RedisProbe.field(String.valueOf(ask(node, "CLUSTER", "INFO")), "cluster_state");
      if (view.size() < all().size()
          || !view.stream().allMatch(ClusterNode::isUp)
          || !"ok".equals(state)) {
        return false;
      }
    }
    return true;
  }

  /** Returns who serves the slot and was elected last, or null if nobody does. */
  @Nullable RedisServer findPrimary(int slot) {
    RedisServer found = null;
    long epoch = -1;
    for (RedisServer node : all()) {
      ClusterNode itself = itself(node);
      if (itself != null && itself.serves(slot) && itself.configEpoch() > epoch) {
        found = node;
        epoch = itself.configEpoch();
      }
    }
    return found;
  }

  /** Returns a replica of the primary, or null if there is none. */
  @Nullable RedisServer findReplica(RedisServer primary) throws IOException {
    String id = id(primary);
    for (RedisServer node : nodes) {
      ClusterNode itself = itself(node);
      if (itself != null && itself.primaryId().equals(id)) {
        return node;
      }
    }
    return null;
  }

  /** Returns what a node says of itself, or null if it does not answer. */
  private static @Nullable ClusterNode itself(RedisServer node) {
    try {
      return myself(node);
    } catch (IOException e) {
      return null;
    }
  }

  static ClusterNode myself(RedisServer node) throws IOException {
    for (ClusterNode seen : view(node)) {
      if (seen.isMyself()) {
        return seen;
      }
    }
    throw new IOException("CLUSTER NODES has no line about the node itself");
  }

  private static List<ClusterNode> view(RedisServer node) throws IOException {
    return ClusterNode.parse(String.valueOf(ask(node, "CLUSTER", "NODES")));
  }

  /** Returns whether the node takes the one with that id for a primary. */
  static boolean seesPrimary(RedisServer node, String id) throws IOException {
    return view(node).stream().anyMatch(seen -> seen.id().equals(id) && seen.isPrimary());
  }

  static String id(RedisServer node) throws IOException {
    return myself(node).id();
  }

  /** Returns whether every node that answers sees this primary serve the slot. */
  boolean allSee(int slot, RedisServer primary) throws IOException {
    String id = id(primary);
    for (RedisServer node : nodes) {
      List<ClusterNode> view;
      try {
        view = view(node);
      } catch (IOException e) {
        continue; // who does not answer has no say
      }
      if (view.stream().noneMatch(seen -> seen.id().equals(id) && seen.serves(slot))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether every node that answers calls all slots served.
   *
   * @param everybody whether all have to answer, and each primary to have its replica
   */
  boolean isOk(boolean everybody) throws IOException {
    int primaries = 0;
    for (RedisServer node : nodes) {
      try {
        String info = String.valueOf(ask(node, "CLUSTER", "INFO"));
        if (!"ok".equals(RedisProbe.field(info, "cluster_state"))
            || !Integer.toString(ClusterServers.SLOTS)
                .equals(RedisProbe.field(info, "cluster_slots_ok"))) {
          return false;
        }
        if (everybody && !isConnected(node)) {
          return false;
        }
        primaries += myself(node).isPrimary() ? 1 : 0;
      } catch (IOException e) {
        if (everybody) {
          throw e;
        }
      }
    }
    return !everybody || primaries == nodes.size() / 2;
  }

  /** Returns whether the node knows all others, and is connected with its primary or replica. */
  private boolean isConnected(RedisServer node) throws IOException {
    List<ClusterNode> view = view(node);
    String info = String.valueOf(ask(node, "INFO", "replication"));
    return view.size() == nodes.size()
        && view.stream().allMatch(ClusterNode::isUp)
        && ("up".equals(RedisProbe.field(info, "master_link_status"))
            || "1".equals(RedisProbe.field(info, "connected_slaves")));
  }

  static @Nullable Object ask(RedisServer node, String... words) throws IOException {
    return RedisProbe.ask(node, ASK_MILLIS, words);
  }
}
