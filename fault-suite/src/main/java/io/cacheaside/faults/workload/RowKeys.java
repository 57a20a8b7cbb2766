package io.cacheaside.faults.workload;

import io.cacheaside.spi.Key;

/** Finds the row's number in a physical key, {@code <app>:versions:{version:17}}. */
final class RowKeys {
  private static final byte[] BEFORE = {'v', 'e', 'r', 's', 'i', 'o', 'n', ':'};

  private RowKeys() {}

  /** Returns the number, or -1 if it is not the key of a row. */
  static int row(Key key) {
    byte[] bytes = key.bytes();
    int at = bytes.length - 1;
    if (at < 0 || bytes[at] != '}') {
      return -1;
    }
    int row = 0;
    int digit = 1;
    for (at--; at >= 0 && bytes[at] >= '0' && bytes[at] <= '9'; at--) {
      row += digit * (bytes[at] - '0');
      digit *= 10;
    }
    for (int i = BEFORE.length - 1; i >= 0; i--, at--) {
      if (at < 0 || bytes[at] != BEFORE[i]) {
        return -1;
      }
    }
    return row;
  }
}
