package io.cacheaside.codec;

import java.util.Map;

/** The forms of the eight primitive arrays: the length, then the elements. */
final class PrimitiveArrays {
  private PrimitiveArrays() {}

  static void addTo(Map<Class<?>, ValueBody> bodies) {
    bodies.put(byte[].class, Leaves.leaf(Leaves::writeBytes, Leaves::readBytes));
    bodies.put(
        boolean[].class,
        Leaves.<boolean[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeBooleans(a, 0, a.length);
            },
            i -> i.readBooleans(SafeInput.readSize(i, 1))));
    bodies.put(
        short[].class,
        Leaves.<short[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeShorts(a, 0, a.length);
            },
            i -> i.readShorts(SafeInput.readSize(i, Short.BYTES))));
    bodies.put(
        char[].class,
        Leaves.<char[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeChars(a, 0, a.length);
            },
            i -> i.readChars(SafeInput.readSize(i, Character.BYTES))));
    addNumbers(bodies);
  }

  private static void addNumbers(Map<Class<?>, ValueBody> bodies) {
    bodies.put(
        int[].class,
        Leaves.<int[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeInts(a, 0, a.length, false);
            },
            i -> i.readInts(SafeInput.readSize(i, 1), false)));
    bodies.put(
        long[].class,
        Leaves.<long[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeLongs(a, 0, a.length, false);
            },
            i -> i.readLongs(SafeInput.readSize(i, 1), false)));
    bodies.put(
        float[].class,
        Leaves.<float[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeFloats(a, 0, a.length);
            },
            i -> i.readFloats(SafeInput.readSize(i, Float.BYTES))));
    bodies.put(
        double[].class,
        Leaves.<double[]>leaf(
            (o, a) -> {
              o.writeVarInt(a.length, true);
              o.writeDoubles(a, 0, a.length);
            },
            i -> i.readDoubles(SafeInput.readSize(i, Double.BYTES))));
  }
}
