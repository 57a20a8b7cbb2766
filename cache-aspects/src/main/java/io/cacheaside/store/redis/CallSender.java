package io.cacheaside.store.redis;

import io.cacheaside.spi.StoreException;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.EarlyCalls;
import io.cacheaside.store.redis.connection.ReconnectingConnection;
import io.cacheaside.store.redis.history.HistoryCheck;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls over the data connection of the moment, or fails them: reads while a server that took
 * over is being told what it may have missed, and all while there is no connection. Those before
 * the first connection wait for it a little. Threadsafe.
 */
final class CallSender {
  private final Client client;
  private final ReconnectingConnection data;
  private final HistoryCheck history;
  private final EarlyCalls early;

  /**
   * @param mayWait how many calls may wait for the first connection
   */
  CallSender(Client client, ReconnectingConnection data, HistoryCheck history, int mayWait) {
    this.client = client;
    this.data = data;
    this.history = history;
    this.early = new EarlyCalls(mayWait, this::sendEarly, client::runAfter, System::nanoTime);
    var unused = data.firstAttempt().thenRun(early::end);
  }

  EarlyCalls early() {
    return early;
  }

  /** Sends a call that its caller limits. */
  void send(Call<?, ?> call) {
    if (!isHeld(call)) {
      sendNow(call);
    }
  }

  /** Sends a call that ends by itself. */
  void sendLimited(Call<?, ?> call) {
    if (!isHeld(call)) {
      sendNow(call);
      client.limit(call);
    }
  }

  private boolean isHeld(Call<?, ?> call) {
    return !early.isOver() && early.hold(call);
  }

  /** Limited, because its caller may have asked about it in vain. */
  private void sendEarly(Call<?, ?> call) {
    sendNow(call);
    client.limit(call);
  }

  /** In this order: a recovery begins before the connection that it is about can be found. */
  private void sendNow(Call<?, ?> call) {
    Connection connection = data.connection();
    StoreException refusal = refusal(call);
    if (refusal != null) {
      call.completeExceptionally(refusal);
    } else if (connection == null) {
      call.completeExceptionally(data.notConnected());
    } else {
      connection.send(call);
    }
  }

  private @Nullable StoreException refusal(Call<?, ?> call) {
    return call.readsRecords() ? history.refusal() : null;
  }

  /**
   * Sends what another node of the cluster redirected to this one, over another connection than
   * that for data; a read not without the latter, behind which the server was looked at.
   */
  void sendRedirected(Call<?, ?> call, Consumer<Call<?, ?>> connection) {
    StoreException reason =
        call.readsRecords() && data.connection() == null ? data.notConnected() : null;
    if (reason == null) {
      reason = refusal(call);
    }
    if (reason == null) {
      connection.accept(call);
    } else {
      call.completeExceptionally(reason);
    }
  }
}
