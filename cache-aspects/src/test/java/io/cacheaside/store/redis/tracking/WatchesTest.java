package io.cacheaside.store.redis.tracking;

import io.cacheaside.store.redis.ReplyProxyFixture;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("heavy")
class WatchesTest extends ReplyProxyFixture {
  @Test
  void pushListenerThrows_connectionEnds() {
    Connection connection = connectionOf(store);
    connection.addListener(
        push -> {
          throw new StackOverflowError("for a test");
        });
    raw(server).sync().set(KEY.bytes(), record(token(), 10));
    get(new Watches(connection).start());
    get(store.lookup(KEY));
    raw(server).sync().del(KEY.bytes());
    Await.until("the connection has ended", connection::isEnded);
    awaitUp(store);
  }
}
