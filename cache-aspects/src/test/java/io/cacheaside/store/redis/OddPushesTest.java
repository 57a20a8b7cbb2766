package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.testing.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes that no Redis sends. */
@Timeout(60)
class OddPushesTest extends ReplyProxyFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ">0\r\n",
        ">1\r\n:1\r\n",
        ">1\r\n_\r\n",
        ">1\r\n*0\r\n",
        ">1\r\n$10\r\ninvalidate\r\n",
        ">2\r\n$10\r\ninvalidate\r\n*1\r\n:7\r\n",
        ">2\r\n$10\r\ninvalidate\r\n*1\r\n*1\r\n+x\r\n",
        ">2\r\n,1.5\r\n#t\r\n",
        ">2\r\n%1\r\n+a\r\n+b\r\n+x\r\n",
      })
  void push_ofAnotherForm_endsTheConnection_andIsSaidByUsAlone(String push) {
    RedisStore other = connected(server);
    Key region = Key.of("app:g:r");
    get(other.clear(region));
    Await.until(
        "the generation is copied",
        () -> {
          CompletableFuture<Long> copy = store.generation(region);
          return copy.isDone() && store.generation(region) == copy;
        });
    try (LogCapture log = new LogCapture()) {
      proxy.forge(push, 0, frame -> frame.contains("app:g:r"));
      long cleared = get(other.clear(region));
      Await.until("the push is replaced", () -> !proxy.isWaiting());
      Await.until("the change shows", () -> get(store.generation(region)) == cleared);
      awaitUp(store);
      assertThat(warnings(log)).allMatch(line -> line.startsWith("WARN RedisStore - "));
      assertThat(log.lines("RedisStore"))
          .filteredOn(line -> line.contains("replies may be out of step"))
          .singleElement()
          .asString()
          .endsWith(
              ": replies may be out of step with calls, so this connection is ended (a push)");
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.all().lines().filter(line -> line.matches("(WARN|ERROR) .*")).toList();
  }
}
