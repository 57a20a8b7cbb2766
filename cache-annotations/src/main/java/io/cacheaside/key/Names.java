package io.cacheaside.key;

/** The names that the build and the run time share: of applications, of regions, of a file. */
public final class Names {
  /** What a name may consist of, for messages. */
  public static final String ALLOWED = "1 to 64 letters, digits, '-', '_' or '.'";

  /** The region of annotations that name none. */
  public static final String DEFAULT_REGION = "default";

  /**
   * Where the annotation processor or the Maven plugin lists the classes of a directory or jar:
   * each line begins with a binary name; behind it, each behind a blank, stand the warnings that
   * are silenced.
   */
  public static final String CLASS_INDEX = "META-INF/cacheaside/classes.idx";

  private static final int MAX_LENGTH = 64;

  private Names() {}

  /** Returns whether the name may stand in front of a key. */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && name.chars().allMatch(Names::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }
}
