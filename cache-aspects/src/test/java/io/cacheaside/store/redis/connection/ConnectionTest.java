package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest extends OwnServerFixture {
  private static final class NoOwner implements Connection.Owner {
    @Override
    public void ended(Connection connection) {}

    @Override
    public boolean answered(Call<?, ?> call, String error) {
      return false;
    }
  }

  @Test
  void close_withoutABackgroundThread_closesTheSocketAllTheSame() {
    RedisServer server = server();
    CompletableFuture<Channel> made = new CompletableFuture<>();
    ClientResources resources =
        ClientResources.builder()
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    made.complete(channel);
                  }
                })
            .build();
    RedisClient client = RedisClient.create(resources, server.uri().toString());
    client.setOptions(ClientOptions.builder().autoReconnect(false).build());
    RedisUri uri = RedisUri.parse(server.uri());
    var lettuce = client.connect(ByteArrayCodec.INSTANCE);
    Channel channel = get(made);
    Connection connection =
        new Connection(
            lettuce,
            new WriteQueue(channel, 10, 10),
            uri.at(uri.servers().get(0)),
            task -> {
              throw new OutOfMemoryError("scripted");
            },
            new ConnectionLog(System::nanoTime),
            new NoOwner());

    connection.close();

    get(connection.closed());
    assertThat(channel.isOpen()).isFalse();
    client.shutdown();
    var unused = resources.shutdown().awaitUninterruptibly();
  }
}
