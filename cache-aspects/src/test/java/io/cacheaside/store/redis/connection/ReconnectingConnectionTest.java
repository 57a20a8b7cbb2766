package io.cacheaside.store.redis.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt that was given up comes to an end after all, when another one has connected. */
@Timeout(60)
class ReconnectingConnectionTest extends OwnServerFixture {
  private static final long MANY_PAUSES_MILLIS = 200;

  private final Queue<CompletableFuture<RedisAddress>> places = new ConcurrentLinkedQueue<>();
  private final List<Connection> prepared = new CopyOnWriteArrayList<>();
  private final Queue<CompletableFuture<Object>> preparations = new ConcurrentLinkedQueue<>();
  private final List<Connection> connected = new CopyOnWriteArrayList<>();
  private final List<Connection> ended = new CopyOnWriteArrayList<>();

  private volatile boolean preparesAtOnce = true;
  private volatile Runnable onConnected = () -> {};
  private RedisServer server;
  private RedisAddress address;
  private Client client;

  private final ReconnectingConnection.Owner owner =
      new ReconnectingConnection.Owner() {
        @Override
        public CompletionStage<RedisAddress> locate() {
          CompletableFuture<RedisAddress> place = new CompletableFuture<>();
          places.add(place);
          return place;
        }

        @Override
        public CompletionStage<?> prepare(Connection connection) {
          CompletableFuture<Object> preparation = new CompletableFuture<>();
          if (preparesAtOnce) {
            preparation.complete(connection);
          }
          preparations.add(preparation);
          prepared.add(connection);
          return preparation;
        }

        @Override
        public void connected(Connection connection) {
          connected.add(connection);
          onConnected.run();
        }

        @Override
        public void ended(Connection connection) {
          ended.add(connection);
        }
      };

  private ReconnectingConnection reconnecting() {
    server = server();
    RedisStoreOptions options =
        options(server).reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10)).build();
    RedisUri uri = RedisUri.parse(options.uri());
    address = uri.at(uri.servers().get(0));
    client = new Client(options);
    ReconnectingConnection reconnecting =
        new ReconnectingConnection(client, "Redis", "test", "nothing happens", () -> true, owner);
    closeLater(() -> client.close(reconnecting.close()));
    return reconnecting;
  }

  private void letManyPausesPass() {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    client.runAfter(MANY_PAUSES_MILLIS, () -> over.complete(true));
    get(over);
  }

  private CompletableFuture<RedisAddress> nextPlace() {
    Await.until("an attempt asks where to connect to", () -> !places.isEmpty());
    return places.remove();
  }

  @Test
  void attemptThatWasGivenUp_neitherReplacesAConnectionNorCausesAnother() {
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    reconnecting.start(); // as the look after the attempt does
    nextPlace().complete(address);
    get(reconnecting.first());
    Connection used = reconnecting.connection();

    late.complete(address);
    letManyPausesPass();

    assertThat(places).isEmpty(); // nobody tries to connect again
    assertThat(reconnecting.connection()).isSameAs(used);
    assertThat(prepared).containsExactly(used);
    assertThat(connected).containsExactly(used);
    assertThat(ended).isEmpty();
    assertThat(used.isEnded()).isFalse();

    used.close();
    nextPlace().complete(address);
    Await.until("it is connected again", () -> reconnecting.connection() != null);
    assertThat(ended).containsExactly(used);
  }

  @Test
  void attemptThatWasGivenUp_andFails_isNoErrorOfTheConnection() {
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    reconnecting.start();
    nextPlace().complete(address);
    get(reconnecting.first());

    late.completeExceptionally(new StoreException(Reason.UNAVAILABLE, "nobody is there", null));
    letManyPausesPass();

    assertThat(reconnecting.lastError()).isNull();
    assertThat(places).isEmpty();
  }

  private CompletableFuture<Object> nextPreparation() {
    Await.until("a connection is made ready", () -> !preparations.isEmpty());
    return preparations.remove();
  }

  @Test
  void attemptThatConnectsWhileAnotherIsMadeReady_isClosed_andItsOwnerDoesNotSeeIt() {
    preparesAtOnce = false;
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    reconnecting.start();
    nextPlace().complete(address);
    CompletableFuture<Object> preparation = nextPreparation();

    late.complete(address);
    letManyPausesPass();
    assertThat(raw(server).clientsNamed("test")).isEqualTo(1); // the late one is closed

    preparation.complete("ready");
    get(reconnecting.first());
    letManyPausesPass();
    assertThat(prepared).containsExactly(reconnecting.connection());
    assertThat(connected).containsExactly(reconnecting.connection());
    assertThat(ended).isEmpty();
    assertThat(places).isEmpty();
  }

  @Test
  void attemptThatFailsWhileAnotherIsMadeReady_causesNoThird() {
    preparesAtOnce = false;
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    reconnecting.start();
    nextPlace().complete(address);
    CompletableFuture<Object> preparation = nextPreparation();

    late.completeExceptionally(new StoreException(Reason.UNAVAILABLE, "nobody is there", null));
    reconnecting.start();
    letManyPausesPass();
    assertThat(places).isEmpty();
    assertThat(reconnecting.lastError()).isNull();

    preparation.complete("ready");
    get(reconnecting.first());
    assertThat(connected).containsExactly(reconnecting.connection());
  }

  @Test
  void connectionThatIsNeverReady_isGivenUp_andAnotherFollows() {
    preparesAtOnce = false;
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    nextPlace().complete(address);
    nextPreparation();

    reconnecting.giveUp(); // as the look after the attempt does

    nextPlace().complete(address);
    nextPreparation().complete("ready");
    get(reconnecting.first());
    assertThat(ended).containsExactly(prepared.get(0));
    assertThat(connected).containsExactly(prepared.get(1));
    assertThat(reconnecting.connection()).isSameAs(prepared.get(1));
  }

  @Test
  void connectionThatIsGivenUpWhileItEnds_isEndedForItsOwner() throws Exception {
    ReconnectingConnection reconnecting = reconnecting();
    reconnecting.start();
    nextPlace().complete(address);
    get(reconnecting.first());
    Connection used = reconnecting.connection();
    CountDownLatch logs = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    PrintStream log = System.err;
    System.setErr(new PrintStream(new Waiting(log, logs, goesOn), true, UTF_8));
    Thread ending = new Thread(used::close);
    try {
      ending.start();
      logs.await(); // that the connection is lost, before its owner is told

      reconnecting.giveUp();

      assertThat(ended).containsExactly(used);
    } finally {
      goesOn.countDown();
      ending.join();
      System.setErr(log);
    }
    nextPlace().complete(address);
    Await.until("it is connected again", () -> reconnecting.connection() != null);
  }

  /** Lets who writes to it wait. */
  private static final class Waiting extends FilterOutputStream {
    private final CountDownLatch begun;
    private final CountDownLatch goesOn;

    Waiting(OutputStream out, CountDownLatch begun, CountDownLatch goesOn) {
      super(out);
      this.begun = begun;
      this.goesOn = goesOn;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begun.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      out.write(bytes, offset, length);
    }
  }

  /** Its owner deals with one connection at a time: the next only when he knows of its end. */
  @Test
  void connectionEndsWhileItsOwnerIsTold_nextIsMadeReadyAfterwards() {
    ReconnectingConnection reconnecting = reconnecting();
    onConnected = () -> connected.get(0).close();
    reconnecting.start();
    nextPlace().complete(address);
    nextPlace().complete(address);
    Await.until(
        "it is connected", () -> reconnecting.connection() != null && connected.size() == 2);
    assertThat(ended).containsExactly(prepared.get(0));
    assertThat(reconnecting.connection()).isSameAs(prepared.get(1));
  }
}
