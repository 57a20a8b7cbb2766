package io.cacheaside.benchmarks.scale;

/** Finds where replies of Redis end, without making anything of them. */
final class Replies {
  private Replies() {}

  /**
   * Returns the index behind the reply that begins at {@code from}, or -1 if it is not there as a
   * whole.
   *
   * @throws IllegalStateException if no reply begins so, or if it is an error
   */
  static int end(byte[] bytes, int from, int to) {
    int line = from;
    while (line + 1 < to && !(bytes[line] == '\r' && bytes[line + 1] == '\n')) {
      line++;
    }
    if (line + 1 >= to) {
      return -1;
    }
    int next = line + 2;
    return switch (bytes[from]) {
      case '+', ':', '_', '#', ',' -> next;
      case '$', '=' -> {
        int length = number(bytes, from + 1, line);
        int end = length < 0 ? next : next + length + 2;
        yield end <= to ? end : -1;
      }
      case '*', '>' -> elements(bytes, next, to, number(bytes, from + 1, line));
      case '%' -> elements(bytes, next, to, 2 * number(bytes, from + 1, line));
      default ->
          throw new IllegalStateException(
              "Redis answered "
                  + new String(
                      bytes, from, line - from, java.nio.charset.StandardCharsets.ISO_8859_1));
    };
  }

  /** Returns whether the reply that begins there is a push, which answers nothing. */
  static boolean isPush(byte[] bytes, int from) {
    return bytes[from] == '>';
  }

  private static int elements(byte[] bytes, int from, int to, int count) {
    int at = from;
    for (int i = 0; i < count && at >= 0; i++) {
      at = at >= to ? -1 : end(bytes, at, to);
    }
    return at;
  }

  private static int number(byte[] bytes, int from, int to) {
    boolean negative = bytes[from] == '-';
    int value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = 10 * value + bytes[i] - '0';
    }
    return negative ? -value : value;
  }
}
