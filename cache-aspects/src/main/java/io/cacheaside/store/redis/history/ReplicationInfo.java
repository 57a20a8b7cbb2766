package io.cacheaside.store.redis.history;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server says of its replication history.
 *
 * @param primary whether it takes writes
 * @param replid names the history that the server's data belongs to
 * @param replid2 the history that it continued when it was promoted; zeros if there is none
 * @param secondOffset the first offset of {@code replid2} that it does not have
 * @param offset how far it is
 */
record ReplicationInfo(
    boolean primary, String replid, String replid2, long secondOffset, long offset) {

  /**
   * Reads the reply to {@code INFO replication}.
   *
   * @throws IllegalArgumentException if it names no history
   */
  static ReplicationInfo parse(byte[] reply) {
    Map<String, String> fields = new HashMap<>();
    new String(reply, StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return new ReplicationInfo(
        "master".equals(fields.get("role")),
        field(fields, "master_replid"),
        field(fields, "master_replid2"),
        Long.parseLong(field(fields, "second_repl_offset")),
        Long.parseLong(field(fields, "master_repl_offset")));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("INFO replication has no " + name);
    }
    return value;
  }

  /** Returns whether this history was not taken over from another server. */
  boolean isOriginal() {
    return replid2.chars().allMatch(c -> c == '0');
  }
}
