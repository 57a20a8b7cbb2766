package io.cacheaside.store.redis.topology;

import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.Failures;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.Resp;
import io.cacheaside.store.redis.connection.ShortCall;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The primary that Sentinels name. All are asked at once and the first to name one is believed, but
 * a server is used only if it calls itself a primary: Sentinels may be late, or cut off.
 */
public final class SentinelUpstream implements Upstream {
  private static final String CLIENT_NAME = "cacheaside-sentinel";

  /** Sentinels tell each other of an election every two seconds. */
  private static final long FORGET_NANOS = Duration.ofSeconds(10).toNanos();

  private static final byte[] PRIMARY_ROLE = Resp.ascii("master");
  private static final byte[] WHO = Resp.ascii("GET-MASTER-ADDR-BY-NAME");

  private final Client client;
  private final RedisUri uri;
  private final String name;
  private final SentinelEvents events;
  private volatile @Nullable Deposed deposed;

  /** A primary that was replaced, which other Sentinels may name for a while. */
  private record Deposed(HostAndPort server, long nanos) {
    boolean is(HostAndPort named) {
      return server.equals(named) && System.nanoTime() - nanos < FORGET_NANOS;
    }
  }

  /** Creates one for the Sentinels and the primary that the URI names; it asks nobody yet. */
  public SentinelUpstream(Client client, RedisUri uri) {
    this.client = client;
    this.uri = uri;
    this.name = String.valueOf(uri.primaryName());
    this.events = new SentinelEvents(client, uri, CLIENT_NAME);
  }

  /** Begins to listen; the listener gets the place of each newly elected primary. */
  public void start(Consumer<HostAndPort> listener) {
    events.start(
        (old, elected) -> {
          deposed = new Deposed(old, System.nanoTime());
          listener.accept(elected);
        });
  }

  @Override
  public CompletionStage<RedisAddress> locate() {
    CompletableFuture<RedisAddress> found = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(uri.servers().size());
    for (HostAndPort sentinel : uri.servers()) {
      RedisAddress address = uri.sentinelAt(sentinel);
      ask(address)
          .whenComplete(
              (server, failure) -> {
                try {
                  Deposed gone = deposed;
                  if (server != null && (gone == null || !gone.is(server))) {
                    found.complete(uri.at(server));
                  } else if (left.decrementAndGet() == 0) {
                    found.completeExceptionally(nobody(address, server, failure));
                  }
                } catch (Throwable e) {
                  found.completeExceptionally(e);
                }
              });
    }
    return found;
  }

  /** The last failure stands for all: most often they are the same. */
  private StoreException nobody(
      RedisAddress sentinel, @Nullable HostAndPort named, @Nullable Throwable failure) {
    if (named != null) {
      return new StoreException(
          Reason.UNAVAILABLE, "the Sentinels still name " + named + ", which was replaced", null);
    }
    return failure == null
        ? new StoreException(
            Reason.REFUSED,
            "the Sentinels know no primary \""
                + name
                + "\"; write behind the # what they call it (sentinel monitor)",
            null)
        : new StoreException(
            Reason.UNAVAILABLE,
            "no Sentinel answers, " + sentinel + " says: " + Failures.rootMessage(failure),
            null);
  }

  /** Asks one Sentinel over a connection of its own; null if it does not know the name. */
  private CompletionStage<@Nullable HostAndPort> ask(RedisAddress sentinel) {
    return ShortCall.over(
            client,
            sentinel,
            CLIENT_NAME,
            PlainCall.list(CommandType.SENTINEL, WHO, name.getBytes(StandardCharsets.UTF_8)))
        .thenApply(SentinelUpstream::toServer);
  }

  private static @Nullable HostAndPort toServer(List<Object> reply) {
    if (reply.size() < 2
        || !(reply.get(0) instanceof byte[] host)
        || !(reply.get(1) instanceof byte[] port)) {
      return null;
    }
    return new HostAndPort(
        new String(host, StandardCharsets.UTF_8),
        Integer.parseInt(new String(port, StandardCharsets.US_ASCII)));
  }

  @Override
  public CompletionStage<?> check(Connection connection) {
    PlainCall<List<Object>> role = PlainCall.list(CommandType.ROLE);
    connection.send(role);
    client.limit(role, Client.HANDSHAKE_TIMEOUT); // a part of the handshake
    return role.thenAccept(
        reply -> {
          if (reply.isEmpty()
              || !(reply.get(0) instanceof byte[] is)
              || !Arrays.equals(is, PRIMARY_ROLE)) {
            throw new StoreException(
                Reason.UNAVAILABLE,
                connection.place() + " is a replica; the Sentinels have not named its primary yet",
                null);
          }
        });
  }

  /** A primary that became a replica: what it says must not be read any more. */
  @Override
  public boolean answered(Call<?, ?> call, String error) {
    Connection connection = call.connection();
    if (connection != null && error.contains("READONLY")) {
      client.runAfter(0, connection::close);
    }
    return false;
  }

  @Override
  public void close() {
    events.close();
  }

  @Override
  public String place() {
    return "Redis " + uri;
  }
}
