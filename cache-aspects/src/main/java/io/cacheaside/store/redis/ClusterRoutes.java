package io.cacheaside.store.redis;

import io.cacheaside.spi.Key;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.topology.ClusterView;
import io.cacheaside.store.redis.topology.ClusterView.Server;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which primary serves which slot; immutable. */
final class ClusterRoutes {
  static final ClusterRoutes NONE =
      new ClusterRoutes(List.of(), new ClusterPrimary[SlotHash.SLOT_COUNT]);

  private final List<ClusterPrimary> nodes;
  private final @Nullable ClusterPrimary[] bySlot;

  private ClusterRoutes(List<ClusterPrimary> nodes, @Nullable ClusterPrimary[] bySlot) {
    this.nodes = nodes;
    this.bySlot = bySlot;
  }

  /**
   * Returns the routes that the view says, with the nodes that are known already, or this if the
   * view says the same.
   *
   * @param opener makes a node that is new; what it made is closed again if this throws, since
   *     nobody would know it
   */
  ClusterRoutes follow(ClusterView view, Function<Server, ClusterPrimary> opener) {
    Map<Server, ClusterPrimary> byServer = new LinkedHashMap<>();
    nodes.forEach(node -> byServer.put(node.server(), node));
    try {
      return follow(view, byServer, opener);
    } catch (Throwable e) {
      byServer.values().removeAll(nodes);
      byServer.values().forEach(ClusterPrimary::close);
      throw e;
    }
  }

  private ClusterRoutes follow(
      ClusterView view,
      Map<Server, ClusterPrimary> byServer,
      Function<Server, ClusterPrimary> opener) {
    @Nullable ClusterPrimary[] next = new ClusterPrimary[SlotHash.SLOT_COUNT];
    boolean changed = false;
    for (int slot = 0; slot < next.length; slot++) {
      Server owner = view.owner(slot);
      next[slot] = owner == null ? null : byServer.computeIfAbsent(owner, opener);
      changed |= next[slot] != bySlot[slot];
    }
    if (!changed) {
      return this;
    }
    byServer.keySet().retainAll(view.owners());
    return new ClusterRoutes(List.copyOf(byServer.values()), next);
  }

  /** Returns the primaries that serve a slot. */
  List<ClusterPrimary> nodes() {
    return nodes;
  }

  /** Returns who serves the key's slot, or null if nobody is known to. */
  @Nullable ClusterPrimary of(Key key) {
    return bySlot[SlotHash.getSlot(key.bytes())];
  }

  /**
   * Returns the keys of each primary.
   *
   * @param homeless gets the keys whose slot nobody is known to serve
   */
  Map<ClusterPrimary, List<Key>> byNode(List<Key> keys, List<Key> homeless) {
    Map<ClusterPrimary, List<Key>> byNode = new LinkedHashMap<>();
    for (Key key : keys) {
      ClusterPrimary node = of(key);
      if (node == null) {
        homeless.add(key);
      } else {
        byNode.computeIfAbsent(node, absent -> new ArrayList<>()).add(key);
      }
    }
    return byNode;
  }

  /** Returns who serves the slot, or null if nobody is known to. */
  @Nullable Server owner(int slot) {
    ClusterPrimary node = bySlot[slot];
    return node == null ? null : node.server();
  }

  /** Returns the primary at this place, or null. */
  @Nullable ClusterPrimary at(HostAndPort place) {
    for (ClusterPrimary node : nodes) {
      if (node.server().isAt(place)) {
        return node;
      }
    }
    return null;
  }

  /** Returns the connections in use, one for each primary that we are connected with. */
  List<Connection> connections() {
    return nodes.stream().map(node -> node.store().connection()).filter(Objects::nonNull).toList();
  }

  /** Returns whether we are connected with a server for each slot. */
  boolean areUsable() {
    for (ClusterPrimary node : bySlot) {
      if (node == null || node.store().connection() == null) {
        return false;
      }
    }
    return true;
  }
}
