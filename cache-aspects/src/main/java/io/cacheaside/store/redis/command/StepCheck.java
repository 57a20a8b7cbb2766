package io.cacheaside.store.redis.command;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;

/**
 * Proves each second that the replies of a connection are in step with its calls. Records and
 * scripts prove themselves whose answers they are; this finds what they cannot show: the answer to
 * an earlier question about the same key.
 */
public final class StepCheck {
  private static final long MILLIS = 1_000;

  private final Connection connection;
  private final Client client;
  private final BackgroundTask task;
  private Ping ping = new Ping();

  /** Creates a check that does nothing yet. */
  public StepCheck(Connection connection, Client client) {
    this.connection = connection;
    this.client = client;
    this.task = client.task("the check of replies", this::check);
  }

  /** Begins; ends with the connection. */
  public void start() {
    ping.complete(true); // there is none to wait for
    task.schedule(MILLIS);
  }

  private void check() {
    if (connection.isEnded()) {
      client.forget(task);
      return;
    }
    task.schedule(MILLIS);
    if (ping.isDone()) { // else the connection is silent, which is another matter
      ping = new Ping();
      connection.send(ping);
    }
  }
}
