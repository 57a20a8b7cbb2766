package io.cacheaside.weaving;

import java.io.IOException;

/** A file that should be a class file is none, is cut off, or has a form that is not known yet. */
public final class ClassFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ClassFileException(String file, String finding) {
    super(
        file
            + " is not a class file that can be read: "
            + finding
            + "; delete it and compile again, or use a newer version of CacheAside");
  }
}
