/**
 * Values to bytes and back, with Kryo. A tour: {@link io.cacheaside.codec.KryoCodec#forType} hands
 * a method's return type to {@code TypePlanner}, which walks everything reachable from it and
 * builds one {@code Slot} for each position (a field, an element, a map's key) that knows what may
 * stand there; {@code KryoTypeCodec} then writes and reads values through the slots, with a Kryo
 * instance, an output and an input ({@code Coder}) borrowed from {@code CoderPool}.
 *
 * <p>The bytes hold no class name, no length is believed before the bytes behind it are there, and
 * a position never receives anything but what its declared type admits. {@code docs/wire-format.md}
 * describes the bytes around the payload; the payload itself is private to this package and may
 * change with each version, because the fingerprint changes with it.
 */
@NullMarked
package io.cacheaside.codec;

import org.jspecify.annotations.NullMarked;
