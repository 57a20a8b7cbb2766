package io.cacheaside.testing;

import java.util.List;

/**
 * One line of CLUSTER NODES: what a node says of itself or of another one.
 *
 * @param flags for example {@code myself,master}
 * @param primaryId of a replica's primary, else {@code -}
 * @param link {@code connected} or {@code disconnected}
 * @param slots numbers, ranges, and slots on their way, each as Redis writes it
 */
record ClusterNode(
    String id,
    List<String> flags,
    String primaryId,
    long configEpoch,
    String link,
    List<String> slots) {
  private static final int FIELDS = 8;

  static List<ClusterNode> parse(String reply) {
    return reply.lines().map(ClusterNode::parseLine).toList();
  }

  private static ClusterNode parseLine(String line) {
    List<String> words = List.of(line.strip().split(" ", -1));
    return new ClusterNode(
        words.get(0),
        List.of(words.get(2).split(",", -1)),
        words.get(3),
        Long.parseLong(words.get(6)),
        words.get(7),
        words.subList(FIELDS, words.size()));
  }

  boolean isMyself() {
    return flags.contains("myself");
  }

  boolean isPrimary() {
    return flags.contains("master");
  }

  /** Returns whether nothing is wrong with it. */
  boolean isUp() {
    return link.equals("connected")
        && flags.stream().noneMatch(flag -> flag.startsWith("fail") || flag.equals("handshake"));
  }

  boolean serves(int slot) {
    return isPrimary() && slots.stream().anyMatch(range -> contains(range, slot));
  }

  private static boolean contains(String range, int slot) {
    if (range.startsWith("[")) {
      return false; // on its way: it counts for the node that has it in its ranges
    }
    int dash = range.indexOf('-');
    int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
    return from <= slot && slot <= to;
  }
}
