package io.cacheaside.store.redis.connection;

import io.cacheaside.spi.EntryFormat;
import io.netty.buffer.ByteBuf;

/**
 * Follows what a server sends, RESP2 or RESP3, and finds what is longer than any answer to us: from
 * the length that it announces, so before any of it is there. Who waits for the end of such a reply
 * keeps all of it in memory until then.
 *
 * <p>Costs a hit the reading of one short line, and allocates nothing. For one thread.
 */
final class ReplyLengths {
  /** What comes of the bytes up to the index that {@link #scan} returns. */
  enum Finding {
    /** They may pass, and are all that there is. */
    FITS,
    /** They may pass; behind them is a part of a length, of which the rest is to come. */
    CUT,
    /**
     * They may pass; behind them is a string longer than any of ours, but one that there can be.
     */
    TOO_LONG,
    /** They may pass; behind them is what no Redis sends us, so nothing that follows is sure. */
    BROKEN
  }

  /** As much as INFO or CLUSTER NODES may say, however small values have to be. */
  static final int LEAST_BOUND = 1 << 20;

  /** Redis stores no longer string, unless it is told to. */
  static final int MAX_STRING = 512 << 20;

  /** More than a reply to ROLE, HELLO or a script, and a push, have together. */
  static final int MAX_ELEMENTS = 4_096;

  /** The longest line: an error that repeats a key. */
  static final int MAX_LINE = 64 << 10;

  private static final byte TLS_ALERT = 21;
  private static final int MAX_LENGTH_LINE = 24;
  private static final int TERMINATOR = 2;

  private final int bound;
  private Finding finding = Finding.FITS;
  private String problem = "";

  /** How many bytes of a string, with its end, are still to come. */
  private long left;

  /** How many bytes of a line came, whose end did not; 0 if none has begun. */
  private int line;

  private byte lastOfLine;

  /** How many parts of the reply are still to come; 0 between replies. */
  private int parts;

  /** How many parts the reply announced so far. */
  private long announced;

  /** How many bytes of the reply came so far. */
  private long bytes;

  /** What is announced by the length that was read last. */
  private long number;

  /** Where its line ends. */
  private int behindLength;

  /**
   * @param maxValueBytes the largest payload of an entry
   */
  ReplyLengths(int maxValueBytes) {
    this.bound =
        (int)
            Math.min(
                MAX_STRING,
                Math.max(LEAST_BOUND, (long) maxValueBytes + EntryFormat.HEADER_LENGTH));
  }

  /** Returns how long a string may be. */
  int bound() {
    return bound;
  }

  /** Returns what {@link #scan} found last. */
  Finding finding() {
    return finding;
  }

  /** Returns what is wrong, if something is BROKEN. */
  String problem() {
    return problem;
  }

  /**
   * Reads from the reader's index on, which stays; returns the index up to which bytes may pass.
   */
  int scan(ByteBuf in) {
    finding = Finding.FITS;
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end && finding == Finding.FITS) {
      int next = next(in, at, end);
      bytes += next - at;
      if (finding == Finding.FITS && bytes > (long) bound + MAX_LINE) {
        broken("a reply of more than " + ((long) bound + MAX_LINE) + " bytes");
      }
      at = next;
    }
    return at;
  }

  /**
   * Passes over the string that is TOO_LONG, as if it were there; the buffer's reader has to stand
   * at its length, which is read. Returns how many bytes it has, without its end.
   */
  long skip(ByteBuf in) {
    in.readerIndex(behindLength);
    partEnded();
    return number;
  }

  private int next(ByteBuf in, int at, int end) {
    if (left > 0) {
      int some = (int) Math.min(left, end - at);
      left -= some;
      if (left == 0) {
        partEnded();
      }
      return at + some;
    }
    if (line > 0) {
      return line(in, at, end);
    }
    if (parts == 0) {
      parts = 1;
      announced = 0;
      bytes = 0;
    }
    byte type = in.getByte(at);
    return switch (type) {
      case '$', '=', '!' -> length(in, at, end) ? string(at) : at;
      case '*', '~', '>', '%', '|' -> length(in, at, end) ? aggregate(type, at) : at;
      case '+', '-', ':', '_', ',', '#', '(' -> line(in, at, end);
      default -> {
        broken(
            "the byte "
                + type
                + (type > ' ' && type < 127 ? " (\"" + (char) type + "\")" : "")
                + " where a reply begins"
                + (type == TLS_ALERT
                    ? ", as of an alert of TLS: for it write rediss in the Redis URI"
                    : ""));
        yield at;
      }
    };
  }

  private int line(ByteBuf in, int at, int end) {
    int feed = in.indexOf(at, end, (byte) '\n');
    int next = feed < 0 ? end : feed + 1;
    byte before = feed < 0 ? in.getByte(end - 1) : feed == at ? lastOfLine : in.getByte(feed - 1);
    line += next - at;
    if (line > MAX_LINE) {
      broken("a line of more than " + MAX_LINE + " bytes");
    } else if (feed >= 0 && before != '\r') {
      broken("a line without an end"); // the client would wait for the next
    } else if (feed >= 0) {
      line = 0;
      partEnded();
    }
    lastOfLine = before;
    return next;
  }

  /** Reads the number behind the type; returns whether it was there, and one. */
  private boolean length(ByteBuf in, int at, int end) {
    int feed = in.indexOf(at, Math.min(end, at + MAX_LENGTH_LINE), (byte) '\n');
    if (feed < 0 && end - at < MAX_LENGTH_LINE) {
      finding = Finding.CUT;
      return false;
    }
    behindLength = feed + 1;
    boolean negative = in.getByte(at + 1) == '-';
    int digit = negative ? at + 2 : at + 1;
    long value = 0;
    boolean isNumber = feed > digit + 1 && in.getByte(feed - 1) == '\r';
    for (; isNumber && digit < feed - 1; digit++) {
      int figure = in.getByte(digit) - '0';
      isNumber = figure >= 0 && figure <= 9 && value <= Integer.MAX_VALUE;
      value = 10 * value + figure;
    }
    number = negative ? -value : value;
    if (!isNumber || number < -1) {
      broken("a length that is none");
      return false;
    }
    return true;
  }

  private int string(int at) {
    if (number > MAX_STRING) {
      broken("a string of " + number + " bytes; Redis has none above " + MAX_STRING);
      return at;
    }
    if (number > bound) {
      finding = Finding.TOO_LONG;
      return at;
    }
    if (number < 0) {
      partEnded();
    } else {
      left = number + TERMINATOR;
    }
    return behindLength;
  }

  private int aggregate(byte type, int at) {
    long inside = type == '%' || type == '|' ? 2 * number : number;
    announced += Math.max(0, inside);
    if (announced > MAX_ELEMENTS) {
      broken(announced + " elements; no reply to us has more than " + MAX_ELEMENTS);
      return at;
    }
    parts += (int) Math.max(0, inside);
    if (type != '|') { // which precedes a part, and is none
      partEnded();
    }
    return behindLength;
  }

  private void partEnded() {
    parts--;
  }

  private void broken(String what) {
    finding = Finding.BROKEN;
    problem = what;
  }
}
