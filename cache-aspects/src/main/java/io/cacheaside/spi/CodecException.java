package io.cacheaside.spi;

import org.jspecify.annotations.Nullable;

/** A value could not be encoded, or bytes could not be decoded. It never reaches the caller. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  /** Creates an exception for a value or payload that cannot be processed. */
  public CodecException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private CodecException(String message, @Nullable Throwable cause, boolean tooLarge) {
    super(message, cause);
    this.tooLarge = tooLarge;
  }

  /** Returns the exception for a value that exceeds the bound on the size of a payload. */
  public static CodecException tooLarge(String message) {
    return new CodecException(message, null, true);
  }

  /** Returns whether the value exceeded the bound on the size of a payload. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
