package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.options.RedisUri;
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
class WireTest extends OwnServerFixture {
  private static final class NoOwner implements Wire.Owner {
    @Override
    public void ended(Wire wire) {}

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
    RedisUri uri = options(server).build().parsed();
    var connection = client.connect(ByteArrayCodec.INSTANCE);
    Channel channel = get(made);
    Wire wire =
        new Wire(
            connection,
            new WriteQueue(channel, 10, 10),
            uri.at(uri.servers().get(0)),
            task -> {
              throw new OutOfMemoryError("scripted");
            },
            new WireLog(System::nanoTime),
            new NoOwner());

    wire.close();

    get(wire.closed());
    assertThat(channel.isOpen()).isFalse();
    client.shutdown();
    var unused = resources.shutdown().awaitUninterruptibly();
  }
}
