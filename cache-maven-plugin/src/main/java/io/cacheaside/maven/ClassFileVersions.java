package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import org.apache.maven.plugin.MojoFailureException;

/** Which class files can be checked and woven here. */
final class ClassFileVersions {
  /** The class-file version of Java N is N + 44. */
  private static final int OFFSET = 44;

  private ClassFileVersions() {}

  /** Refuses classes for a newer Java than the one that runs Maven. */
  static void requireReadable(ScanResult result) throws MojoFailureException {
    requireReadable(result, Runtime.version().feature());
  }

  static void requireReadable(ScanResult result, int javaOfMaven) throws MojoFailureException {
    for (ScannedClass found : result.annotated()) {
      int javaOfClass = found.majorVersion() - OFFSET;
      if (javaOfClass > javaOfMaven) {
        throw new MojoFailureException(
            "%s %s is compiled for Java %d, but Maven runs on Java %d; run Maven with a JDK %d or later"
                .formatted(
                    Rule.NEWER_CLASS_FILE.code(),
                    found.file(),
                    javaOfClass,
                    javaOfMaven,
                    javaOfClass));
      }
    }
  }
}
