package io.cacheaside.codec;

import io.cacheaside.spi.Codec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/** A declared type, as an anonymous subclass: {@code new Declared<List<String>>() {}}. */
abstract class Declared<T> {
  static final int HEADROOM = 7;

  final Type type() {
    return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
  }

  final Codec.TypeCodec codec(String... allow) {
    return codec(type(), allow);
  }

  static Codec.TypeCodec codec(Type type, String... allow) {
    return new KryoCodec(KryoCodecOptions.defaults().withAllow(List.of(allow))).forType(type);
  }

  static byte[] encode(Codec.TypeCodec codec, Object value) {
    return codec.encode(value, 0);
  }

  static Object decode(Codec.TypeCodec codec, byte[] bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }
}
