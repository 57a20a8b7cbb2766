package io.cacheaside.benchmarks;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;

/** Keys in UTF-8, values with Kryo. Threadsafe. */
final class KryoRedisCodec implements RedisCodec<String, Object> {
  private final PlainKryo kryo = new PlainKryo();

  @Override
  public String decodeKey(ByteBuffer bytes) {
    return StringCodec.UTF8.decodeKey(bytes);
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return StringCodec.UTF8.encodeKey(key);
  }

  @Override
  public Object decodeValue(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return kryo.decodeAny(bytes);
  }

  @Override
  public ByteBuffer encodeValue(Object value) {
    return ByteBuffer.wrap(kryo.encodeAny(value));
  }
}
