package io.cacheaside.engine.plan;

import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.spi.InvalidAnnotationException;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with the annotations of one method. */
public final class Problems {
  private final String place;
  private final List<String> found = new ArrayList<>();

  /** Creates an empty list for this method, which each message names. */
  public Problems(AnnotatedMethod method) {
    this.place = method.inRegion("").toString();
  }

  /** Adds a problem that was found, with its remedy. */
  void add(String problem) {
    found.add(place + ": " + problem);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<String> all() {
    return found;
  }

  /**
   * Ends the checks of a method.
   *
   * @throws InvalidAnnotationException with all problems, if there are some
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidAnnotationException(found);
    }
  }
}
