package io.cacheaside.engine.testing;

import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A codec for strings, whose copies are new objects. It refuses the type {@link Thread}, and some
 * values: {@link #NOT_ENCODABLE}, {@link #TOO_LARGE} and, only when decoding, {@link
 * #NOT_DECODABLE}.
 */
public final class StubCodec implements Codec {
  public static final int ID = 7;
  public static final long FINGERPRINT = 0x0123456789ABCDEFL;
  public static final String NOT_ENCODABLE = "not encodable";
  public static final String TOO_LARGE = "too large";
  public static final String NOT_DECODABLE = "not decodable";

  @Override
  public int id() {
    return ID;
  }

  @Override
  public TypeCodec forType(Type type) {
    if (type == Thread.class) {
      throw new IllegalArgumentException("cannot encode java.lang.Thread; return its name");
    }
    return new OfStrings(type.getTypeName().startsWith("java.util.Optional<"));
  }

  private record OfStrings(boolean optional) implements TypeCodec {
    @Override
    public long fingerprint() {
      return FINGERPRINT;
    }

    @Override
    public byte[] encode(Object value, int headroom) {
      Object content = optional ? ((Optional<?>) value).orElseThrow() : value;
      if (content.equals(NOT_ENCODABLE)) {
        throw new CodecException("scripted", null);
      }
      if (content.equals(TOO_LARGE)) {
        throw CodecException.tooLarge("scripted");
      }
      byte[] text = content.toString().getBytes(StandardCharsets.UTF_8);
      byte[] record = new byte[headroom + text.length];
      System.arraycopy(text, 0, record, headroom, text.length);
      return record;
    }

    @Override
    public Object decode(byte[] source, int offset, int length) {
      String text = new String(source, offset, length, StandardCharsets.UTF_8);
      if (text.isEmpty() || text.equals(NOT_DECODABLE)) {
        throw new CodecException("scripted", null);
      }
      return optional ? Optional.of(text) : text;
    }
  }
}
