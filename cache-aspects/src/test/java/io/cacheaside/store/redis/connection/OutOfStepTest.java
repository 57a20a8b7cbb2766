package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.Failure;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.ReplyProxyFixture;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ReplyProxy.Mistreatment;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replies that are lost, doubled or swapped, and readings of them that throw: the connection ends
 * before a reply reaches the wrong call, and nothing that belongs to another call counts.
 */
@Timeout(120)
@Tag("heavy")
class OutOfStepTest extends ReplyProxyFixture {
  private static final int KEYS = 50;

  private static Key key(int number) {
    return Key.of("app:r:{" + number + "}");
  }

  private void fill() {
    for (int i = 0; i < KEYS; i++) {
      var token = token();
      get(store.acquire(key(i), token, LEASE, null));
      byte[] record = record(token, 100);
      EntryFormat.writeHeader(
          record, key(i), new EntryFormat.Header(false, token, 1, 60_000, 1, 1, 1, 1));
      assertThat(get(store.populate(key(i), token, record, LEASE))).isTrue();
    }
  }

  /** The records of other keys that were handed out as the answers to these. */
  private List<Integer> wrong(List<CompletableFuture<byte[]>> lookups) {
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < lookups.size(); i++) {
      Key asked = key(i % KEYS);
      Object answer = lookups.get(i).handle((r, failure) -> failure == null ? r : failure).join();
      if (answer == null
          || (answer instanceof byte[] record && !EntryFormat.isIntact(record, asked))) {
        wrong.add(i);
      }
    }
    return wrong;
  }

  private List<CompletableFuture<byte[]>> lookUpAll(int rounds) {
    List<CompletableFuture<byte[]>> lookups = new ArrayList<>();
    for (int i = 0; i < rounds * KEYS; i++) {
      lookups.add(store.lookup(key(i % KEYS)));
    }
    return lookups;
  }

  private void assertWorksAgain() {
    awaitUp(store);
    assertThat(wrong(lookUpAll(1))).isEmpty();
    assertThat(lookUpAll(1)).allSatisfy(lookup -> assertThat(get(lookup)).isNotNull());
  }

  /** A command whose reply cannot be read. */
  private static final class Unreadable extends Call<byte[], byte[]> {
    Unreadable(Throwable thrown) {
      super(
          CommandType.PING,
          new CommandOutput<>(ByteArrayCodec.INSTANCE, null) {
            @Override
            public void set(ByteBuffer bytes) {
              OutOfStepTest.<RuntimeException>sneak(thrown);
            }
          });
    }

    @Override
    protected byte[] result(byte[] reply) {
      return reply;
    }

    @Override
    public void encode(ByteBuf out) {
      out.writeBytes(Resp.ascii("PING\r\n"));
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  static Stream<Arguments> unreadables() {
    return Stream.of(
            new OutOfMemoryError("for a test"), new UnsupportedOperationException("for a test"))
        .flatMap(thrown -> Stream.of(arguments(thrown, false), arguments(thrown, true)));
  }

  @ParameterizedTest
  @MethodSource("unreadables")
  void readingThrows_connectionEnds_andNoReplyReachesAnotherCall(
      Throwable thrown, boolean cancelled) {
    fill();
    Connection connection = connectionOf(store);
    Call<?, ?> unreadable = new Unreadable(thrown);
    server.pause();
    connection.send(unreadable);
    List<CompletableFuture<byte[]>> lookups = lookUpAll(20);
    if (cancelled) {
      Await.until("it is written", () -> unreadable.number() > 0);
      unreadable.cancel(false);
    }
    server.resume();
    Await.until("the connection has ended", connection::isEnded);
    assertThat(wrong(lookups)).isEmpty();
    assertWorksAgain();
  }

  @Test
  void replyOfAnotherType_toACallThatIsDone_endsTheConnection() {
    fill();
    Connection connection = connectionOf(store);
    proxy.once(Mistreatment.DROP_REPLY, frame -> frame.startsWith("$196\r\n"));
    server.pause();
    CompletableFuture<byte[]> given = store.lookup(key(1));
    CompletableFuture<?> acquire = store.acquire(key(1), token(), LEASE, null);
    server.resume();
    given.cancel(false);
    Failure.of(acquire).has(Reason.UNAVAILABLE);
    assertThat(connection.isEnded()).isTrue();
    assertWorksAgain();
  }

  @Test
  void replyLost_laterRepliesReachNobody() {
    fill();
    Connection connection = connectionOf(store);
    proxy.once(Mistreatment.DROP_REPLY, frame -> frame.startsWith("$196\r\n"));
    List<CompletableFuture<byte[]>> lookups = lookUpAll(1);
    Await.until("one is lost", () -> !proxy.isWaiting());
    store.acquire(key(0), token(), LEASE, null); // what a reader does who cannot use what came
    Await.until("the connection has ended", connection::isEnded);
    assertThat(wrong(lookups.subList(0, 1))).hasSize(1); // its record does not prove its key
    assertWorksAgain();
  }

  @Test
  void replyLost_idleConnection_isFoundByTheCheckOfEachSecond() {
    Connection connection = connectionOf(store);
    proxy.once(Mistreatment.DROP_REPLY, frame -> frame.startsWith("_") || frame.equals("$-1\r\n"));
    store.lookup(KEY);
    Await.until("the connection has ended", connection::isEnded);
    awaitUp(store);
  }

  private void forbidAllButOurKeys() {
    raw(server)
        .sync()
        .aclSetuser("default", AclSetuserArgs.Builder.resetKeys().keyPattern("app:r:*"));
  }

  @Test
  void replyDoubled_acknowledgesNothing() {
    fill();
    forbidAllButOurKeys();
    for (int round = 0; round < 20; round++) {
      awaitUp(store);
      proxy.once(Mistreatment.DOUBLE_REPLY, frame -> frame.contains(":1\r\n"));
      assertThat(get(store.invalidate(List.of(key(round))))).isEqualTo(1);
      assertThat(proxy.isWaiting()).isFalse();
      Failure.of(store.invalidate(List.of(Key.of("forbidden"))));
    }
  }

  @Test
  void repliesSwapped_refusedInvalidationIsNotAcknowledged() {
    fill();
    forbidAllButOurKeys();
    for (int round = 0; round < 20; round++) {
      awaitUp(store);
      proxy.once(
          Mistreatment.SWAP_REPLIES,
          frame ->
              frame.contains("NOPERM")
                  || frame.contains("No permissions")
                  || frame.contains("no permissions"));
      CompletableFuture<Long> refused = store.invalidate(List.of(Key.of("forbidden")));
      store.invalidate(List.of(key(round)));
      Failure.of(refused);
      assertThat(proxy.isWaiting()).isFalse();
    }
  }

  @Test
  void pushLost_copyOfAGenerationIsNotUsedForever() {
    RedisStore other = connected(server);
    Key region = Key.of("app:g:r");
    get(other.clear(region));
    Await.until(
        "the generation is copied",
        () -> {
          CompletableFuture<Long> copy = store.generation(region);
          return copy.isDone() && store.generation(region) == copy;
        });
    proxy.once(Mistreatment.DROP_PUSH, frame -> frame.contains("app:g:r"));
    long cleared = get(other.clear(region));
    Await.until("the push is lost", () -> !proxy.isWaiting());
    Await.until("the change shows", () -> get(store.generation(region)) == cleared);
  }

  @Test
  void generationsSwapped_copiesAreNotUsedForever() {
    RedisStore other = connected(server);
    Key first = Key.of("app:g:first");
    Key second = Key.of("app:g:second");
    long right = get(other.clear(first));
    get(other.clear(second));
    String bytes =
        new String(ByteBuffer.allocate(8).putLong(right).array(), StandardCharsets.ISO_8859_1);
    proxy.once(Mistreatment.SWAP_REPLIES, frame -> frame.equals("$8\r\n" + bytes + "\r\n"));
    CompletableFuture<Long> one = store.generation(first);
    CompletableFuture<Long> two = store.generation(second);
    get(one);
    get(two);
    assertThat(proxy.isWaiting()).isFalse();
    Await.until("it is right again", () -> get(store.generation(first)) == right);
  }
}
