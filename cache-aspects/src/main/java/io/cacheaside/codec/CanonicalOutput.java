package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output in which equal values have equal bytes: what has no order is in the order of its bytes.
 * It also remembers what stands where. For one value and one thread.
 */
final class CanonicalOutput extends Output {
  private static final int FIRST_BUFFER = 2048;

  private final int headroom;
  private final List<Mark> marks = new ArrayList<>();

  private record Mark(int position, Place place) {}

  CanonicalOutput(int headroom, int maxPayload) {
    super(FIRST_BUFFER, Math.max(FIRST_BUFFER, headroom + maxPayload));
    this.headroom = headroom;
    setPosition(headroom);
  }

  /** Remembers, if the output does so, that what is written next is the value of a place. */
  static void mark(Output output, Place place) {
    if (output instanceof CanonicalOutput canonical) {
      canonical.marks.add(new Mark(canonical.position, place));
    }
  }

  /**
   * Brings what was written last into the order of its bytes.
   *
   * @param starts where the parts begin, and where the last one ends
   */
  void sort(int[] starts) {
    int parts = starts.length - 1;
    byte[][] sorted = new byte[parts][];
    for (int i = 0; i < parts; i++) {
      sorted[i] = Arrays.copyOfRange(buffer, starts[i], starts[i + 1]);
    }
    Arrays.sort(sorted, Arrays::compare);
    marks.removeIf(mark -> mark.position() >= starts[0]); // within it, nothing has a place now
    setPosition(starts[0]);
    for (byte[] part : sorted) {
      writeBytes(part);
    }
  }

  /** Returns the place at which the other output begins to differ, or null if it does not. */
  @Nullable Place difference(CanonicalOutput other) {
    int at = Arrays.mismatch(buffer, headroom, position, other.buffer, headroom, other.position);
    if (at < 0) {
      return null;
    }
    Place place = marks.get(0).place();
    for (Mark mark : marks) {
      if (mark.position() > headroom + at) {
        break;
      }
      place = mark.place();
    }
    return place;
  }

  int length() {
    return position - headroom;
  }
}
