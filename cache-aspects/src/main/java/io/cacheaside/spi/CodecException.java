package io.cacheaside.spi;

import org.jspecify.annotations.Nullable;

/** A value could not be encoded, or bytes could not be decoded. It never reaches the caller. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  private enum Kind {
    OTHER,
    TOO_LARGE,
    NOT_RESTORED
  }

  /** Creates an exception for a value or payload that cannot be processed. */
  public CodecException(String message, @Nullable Throwable cause) {
    this(message, cause, Kind.OTHER);
  }

  private CodecException(String message, @Nullable Throwable cause, Kind kind) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the exception for a value that exceeds the bound on the size of a payload. */
  public static CodecException tooLarge(String message) {
    return new CodecException(message, null, Kind.TOO_LARGE);
  }

  /** Returns the exception for a value whose bytes are not read back as what they were made of. */
  public static CodecException notRestored(String message, @Nullable Throwable cause) {
    return new CodecException(message, cause, Kind.NOT_RESTORED);
  }

  /** Returns whether the value exceeded the bound on the size of a payload. */
  public boolean isTooLarge() {
    return kind == Kind.TOO_LARGE;
  }

  /** Returns whether the value could be encoded, but its bytes do not give it back. */
  public boolean isNotRestored() {
    return kind == Kind.NOT_RESTORED;
  }
}
