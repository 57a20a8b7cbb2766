package io.cacheaside.sample.demo;

import java.util.UUID;

/**
 * Where the JVMs of one demo meet.
 *
 * @param redisUri the server
 * @param jdbcUrl the database, with its credentials
 * @param app stands before all keys of this demo; new each time, so that none meets what an earlier
 *     one left in a server that is not its own
 */
record Endpoints(String redisUri, String jdbcUrl, String app) {

  /** Returns the same servers with keys that nobody has used yet. */
  Endpoints withOtherKeys() {
    return new Endpoints(
        redisUri, jdbcUrl, app + "-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** Hides the URLs: they may hold passwords. */
  @Override
  public String toString() {
    return "Endpoints[app=" + app + "]";
  }
}
