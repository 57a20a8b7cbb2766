package io.cacheaside.testing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts what a Redis server sends, RESP2 or RESP3, into whole replies and pushes. */
final class ReplyFrames {
  private static final int INCOMPLETE = -1;

  private byte[] bytes = new byte[64 * 1024];
  private int from;
  private int to;

  /** Takes what was read. */
  void add(byte[] chunk, int length) {
    if (to + length > bytes.length) {
      int waiting = to - from;
      byte[] target = waiting + length > bytes.length ? new byte[2 * (waiting + length)] : bytes;
      System.arraycopy(bytes, from, target, 0, waiting);
      bytes = target;
      from = 0;
      to = waiting;
    }
    System.arraycopy(chunk, 0, bytes, to, length);
    to += length;
  }

  /** Returns the next frame, or null if it is not complete. */
  byte @Nullable [] next() {
    int end = from == to ? INCOMPLETE : endOf(from);
    if (end == INCOMPLETE) {
      return null;
    }
    byte[] frame = Arrays.copyOfRange(bytes, from, end);
    from = end;
    return frame;
  }

  static boolean isPush(byte[] frame) {
    return frame[0] == '>';
  }

  private int endOf(int start) {
    if (start >= to) {
      return INCOMPLETE;
    }
    int line = endOfLine(start);
    if (line == INCOMPLETE) {
      return INCOMPLETE;
    }
    return switch (bytes[start]) {
      case '$', '=', '!' -> {
        int length = number(start + 1, line - 2);
        int end = length < 0 ? line : line + length + 2;
        yield end <= to ? end : INCOMPLETE;
      }
      case '*', '~', '>' -> endOfElements(line, number(start + 1, line - 2));
      case '%' -> endOfElements(line, 2 * number(start + 1, line - 2));
      case '|' -> endOfElements(line, 2 * number(start + 1, line - 2) + 1); // and what it is about
      default -> line;
    };
  }

  private int endOfElements(int start, int count) {
    int end = start;
    for (int i = 0; i < count && end != INCOMPLETE; i++) {
      end = endOf(end);
    }
    return end;
  }

  private int endOfLine(int start) {
    for (int i = start; i < to - 1; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
    }
    return INCOMPLETE;
  }

  private int number(int start, int end) {
    int sign = bytes[start] == '-' ? -1 : 1;
    int number = 0;
    for (int i = sign < 0 ? start + 1 : start; i < end; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return sign * number;
  }
}
