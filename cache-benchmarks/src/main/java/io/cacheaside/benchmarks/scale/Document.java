package io.cacheaside.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The value that is cached: lines of text without repetition, as many as its size asks for. */
record Document(long id, List<String> lines) {
  private static final int SMALL_LINES = 5;
  private static final int LARGE_LINES = 460;
  private static final int LINE_LENGTH = 66;

  /** Returns the document of about 350 bytes with this number; always the same one. */
  static Document small(long id) {
    return of(id, SMALL_LINES);
  }

  /** Returns the document of about 30 KB with this number; always the same one. */
  static Document large(long id) {
    return of(id, LARGE_LINES);
  }

  private static Document of(long id, int count) {
    SplittableRandom random = new SplittableRandom(id);
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      char[] line = new char[LINE_LENGTH];
      for (int at = 0; at < LINE_LENGTH; at++) {
        line[at] = (char) ('!' + random.nextInt('~' - '!'));
      }
      lines.add(new String(line));
    }
    return new Document(id, lines);
  }
}
