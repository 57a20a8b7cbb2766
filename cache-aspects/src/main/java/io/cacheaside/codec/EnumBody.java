package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An enum's constant, by name. The bytes that stand for names in ASCII are known beforehand, so
 * that reading one makes no string.
 */
final class EnumBody implements ValueBody {
  private static final int LONGEST_NAME = 0xFFFF; // of a class file's constant

  private final Class<?> type;
  private final Map<String, Object> constants = new HashMap<>();

  /** A hash table with open addressing, at most half full: the encoded names. */
  private final byte[][] names;

  /** The constants, each at its name's place. */
  private final @Nullable Object[] atPlace;

  EnumBody(Class<?> type) {
    this.type = type;
    Object[] all = type.getEnumConstants();
    int places = Integer.highestOneBit(2 * all.length + 1) << 1;
    this.names = new byte[places][];
    this.atPlace = new @Nullable Object[places];
    Output output = new Output(64, 3 * LONGEST_NAME + Long.BYTES);
    for (Object constant : all) {
      String name = ((Enum<?>) constant).name();
      constants.put(name, constant);
      output.reset();
      output.writeString(name);
      add(output.toBytes(), constant);
    }
  }

  private void add(byte[] name, Object constant) {
    int place = hash(name, 0, name.length) & (names.length - 1);
    while (names[place] != null) {
      place = (place + 1) & (names.length - 1);
    }
    names[place] = name;
    atPlace[place] = constant;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    output.writeString(((Enum<?>) value).name());
  }

  @Override
  public Object read(Kryo kryo, Input input) {
    int length = ((SafeInput) input).asciiTextLength();
    Object constant = find(input.getBuffer(), input.position(), length);
    if (constant != null) {
      input.setPosition(input.position() + length);
      return constant;
    }
    String name = input.readString();
    constant = constants.get(name);
    if (constant == null) {
      throw new CodecException(type.getName() + " has no constant " + name, null);
    }
    return constant;
  }

  /** Returns the constant whose name has this form, or null. */
  private @Nullable Object find(byte[] buffer, int start, int length) {
    int place = hash(buffer, start, length) & (names.length - 1);
    while (names[place] != null) {
      byte[] name = names[place];
      if (Arrays.equals(name, 0, name.length, buffer, start, start + length)) {
        return atPlace[place];
      }
      place = (place + 1) & (names.length - 1);
    }
    return null;
  }

  private static int hash(byte[] bytes, int start, int length) {
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }
}
