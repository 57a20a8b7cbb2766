package io.cacheaside.store.redis.topology;

import io.cacheaside.background.FirstTable;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who serves which slot, as the nodes of a cluster say.
 *
 * <p>Where they differ, the owner that was elected last is right, which is how the nodes settle it
 * themselves: each says of each primary in which epoch it got its slots.
 */
public final class ClusterView {
  private static final int ADDRESS = 1;
  private static final int FLAGS = 2;
  private static final int EPOCH = 6;
  private static final int SLOTS = 8;

  private final @Nullable Server[] owners = new Server[SlotHash.SLOT_COUNT];
  private final long[] epochs = new long[SlotHash.SLOT_COUNT];
  private final Map<HostAndPort, Server> servers = FirstTable.of(new HashMap<>());

  /** Those that somebody calls a replica, or thinks that they may be down. */
  private final Set<Server> doubtful = Collections.newSetFromMap(FirstTable.of(new HashMap<>()));

  /**
   * A node.
   *
   * @param at where to connect to it
   * @param ip what redirections may call it instead
   */
  public record Server(HostAndPort at, HostAndPort ip) {
    /** Returns whether the server is reached there, by its name or its address. */
    public boolean isAt(HostAndPort place) {
      return at.equals(place) || ip.equals(place);
    }
  }

  /**
   * Adds what one node said.
   *
   * @param reply of CLUSTER NODES
   * @param asked where the node is that was asked; it may not know its own address
   */
  void add(String reply, HostAndPort asked) {
    reply.lines().map(line -> List.of(line.strip().split(" ", -1))).forEach(it -> add(it, asked));
  }

  private void add(List<String> words, HostAndPort asked) {
    if (words.size() < SLOTS) {
      return;
    }
    List<String> flags = List.of(words.get(FLAGS).split(",", -1));
    if (flags.contains("noaddr") || flags.contains("handshake")) {
      return;
    }
    Server server = server(words.get(ADDRESS), asked);
    servers.put(server.ip(), server);
    if (!flags.contains("master") || flags.contains("fail") || flags.contains("fail?")) {
      doubtful.add(server);
    }
    if (flags.contains("master")) {
      long epoch = Long.parseLong(words.get(EPOCH));
      words.subList(SLOTS, words.size()).forEach(range -> claim(range, server, epoch));
    }
  }

  /** Parses {@code ip:port@busport[,hostname]}. */
  private static Server server(String text, HostAndPort asked) {
    String[] parts = text.split(",", -1);
    int at = parts[0].indexOf('@');
    String address = at < 0 ? parts[0] : parts[0].substring(0, at);
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    String ip = colon == 0 ? asked.host() : address.substring(0, colon);
    String host = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : ip;
    return new Server(new HostAndPort(host, port), new HostAndPort(ip, port));
  }

  private void claim(String range, Server server, long epoch) {
    if (range.startsWith("[")) {
      return; // on its way: it is served by the node that has it in its ranges
    }
    int dash = range.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
    for (int slot = first; slot <= last; slot++) {
      if (owners[slot] == null || epochs[slot] < epoch) {
        owners[slot] = server;
        epochs[slot] = epoch;
      }
    }
  }

  /** Returns who serves the slot, or null if nobody does. */
  public @Nullable Server owner(int slot) {
    return owners[slot];
  }

  /** Returns all servers that serve a slot. */
  public Set<Server> owners() {
    Set<Server> all = new LinkedHashSet<>();
    for (Server owner : owners) {
      if (owner != null) {
        all.add(owner);
      }
    }
    return all;
  }

  /**
   * Returns whether everybody who had slots that the server has now gave them away and is in good
   * health: it serves others, and nobody doubts that. One that failed over has none any more.
   *
   * @param before who served each slot in the view before; null if nobody did
   */
  public boolean wereMovedTo(Server server, IntFunction<@Nullable Server> before) {
    Set<Server> givers = new HashSet<>();
    for (int slot = 0; slot < owners.length; slot++) {
      if (server.equals(owners[slot])) {
        Server giver = before.apply(slot);
        if (giver == null) {
          return false;
        }
        givers.add(giver);
      }
    }
    return owners().containsAll(givers) && givers.stream().noneMatch(doubtful::contains);
  }

  /** Returns where all nodes are, replicas included. */
  List<HostAndPort> places() {
    List<HostAndPort> places = new ArrayList<>();
    servers.values().forEach(server -> places.add(server.at()));
    return places;
  }
}
