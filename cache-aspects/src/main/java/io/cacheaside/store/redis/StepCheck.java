package io.cacheaside.store.redis;

import io.cacheaside.background.BackgroundTask;

/**
 * Proves each second that the replies of a connection are in step with its calls. Records and
 * scripts prove themselves whose answers they are; this finds what they cannot show: the answer to
 * an earlier question about the same key.
 */
final class StepCheck {
  private static final long MILLIS = 1_000;

  private final Wire wire;
  private final Client client;
  private final BackgroundTask task;
  private Ping ping = new Ping();

  StepCheck(Wire wire, Client client) {
    this.wire = wire;
    this.client = client;
    this.task = client.task("the check of replies", this::check);
  }

  /** Begins; ends with the connection. */
  void start() {
    ping.complete(true); // there is none to wait for
    task.schedule(MILLIS);
  }

  private void check() {
    if (wire.isEnded()) {
      client.forget(task);
      return;
    }
    task.schedule(MILLIS);
    if (ping.isDone()) { // else the connection is silent, which is another matter
      ping = new Ping();
      wire.send(ping);
    }
  }
}
