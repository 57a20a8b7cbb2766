package shop.text;

/** A module without annotations, and without a dependency on CacheAside. */
public class Names {
  private Names() {}

  public static String of(long id) {
    return "user " + id;
  }
}
