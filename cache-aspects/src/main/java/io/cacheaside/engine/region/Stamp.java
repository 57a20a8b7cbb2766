package io.cacheaside.engine.region;

/**
 * What an entry has to agree with to be served: learned after a read began, and written into what
 * its load populates.
 *
 * @param generation of the region, raised whenever it is cleared
 */
public record Stamp(long generation) {
  /** That of a load whose value is not populated. */
  public static final Stamp NONE = new Stamp(0);
}
