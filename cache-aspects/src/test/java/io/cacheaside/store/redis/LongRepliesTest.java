package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.connection.Connection;
import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are longer than any of ours: they take no memory, whoever forged or stored them. */
@Timeout(120)
@Tag("heavy")
class LongRepliesTest extends ReplyProxyFixture {
  private static final Key OTHER = Key.of("app:r:{other}");
  private static final int MIB = 1 << 20;

  /** What a client may take for a reply that it does not want, beyond what it has anyway. */
  private static final long SOME_MEMORY = 8 * MIB;

  private static final long FILLER = 300L * MIB;

  @BeforeEach
  void loadWhatACallNeeds() {
    get(store.lookup(KEY));
  }

  /**
   * Returns how much direct memory there was at most until the call ended, or at the first MiB too
   * many.
   */
  private static long most(long before, CompletableFuture<?> call) {
    long most = before;
    while (!call.isDone() && most - before < SOME_MEMORY) {
      most = Math.max(most, PlatformDependent.usedDirectMemory());
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2000000000\r\n",
        "=2000000000\r\n",
        "!2000000000\r\n",
        "*2000000000\r\n",
        "~2000000000\r\n",
        "%2000000000\r\n",
        "|2000000000\r\n",
        ">2000000000\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n$2000000000\r\n",
        "$99999999999999999999999999999999",
        "$-7\r\n",
        "(1",
        ",1",
        "+endless",
        "-ERR endless"
      })
  void replyThatHasNoEnd_connectionEnds_withoutMemory(String forged) {
    Connection connection = store.connection();
    proxy.forge(forged, FILLER, frame -> frame.equals("$-1\r\n") || frame.equals("_\r\n"));
    long before = PlatformDependent.usedDirectMemory();
    CompletableFuture<byte[]> lookup = store.lookup(KEY);
    assertThat(most(before, lookup) - before).isLessThan(SOME_MEMORY);
    Failure.of(lookup).has(Reason.UNAVAILABLE);
    assertThat(connection.isEnded()).isTrue();
    awaitUp(store);
    assertThat(get(store.lookup(KEY))).isNull();
  }

  @Test
  void nestedWithoutEnd_connectionEnds() {
    Connection connection = store.connection();
    proxy.forge("*1\r\n".repeat(10_000), FILLER, frame -> frame.equals("_\r\n"));
    Failure.of(store.lookup(KEY)).has(Reason.UNAVAILABLE);
    assertThat(connection.isEnded()).isTrue();
    awaitUp(store);
  }

  @Test
  void foreignValueOf64Mib_isNotReadWhole_andOtherCallsGoOn() {
    raw(server).sync().set(KEY.bytes(), new byte[64 * MIB]);
    raw(server).sync().set(OTHER.bytes(), record(token(), 100));
    Connection connection = store.connection();
    long before = PlatformDependent.usedDirectMemory();
    CompletableFuture<byte[]> foreign = store.lookup(KEY);
    CompletableFuture<byte[]> other = store.lookup(OTHER);
    long most = most(before, other);
    Failure.of(foreign)
        .has(Reason.FOREIGN)
        .says(
            connection.place()
                + " answered GET with 67108864 bytes, which are not read: no entry has more than"
                + " 1048672, with the max-value-bytes set here. Another application uses this key,"
                + " choose another name for yours; or set max-value-bytes to the same everywhere");
    assertThat(get(other)).hasSize(record(token(), 100).length);
    assertThat(connection.isEnded()).isFalse();
    assertThat(most - before).isLessThan(SOME_MEMORY);
  }
}
