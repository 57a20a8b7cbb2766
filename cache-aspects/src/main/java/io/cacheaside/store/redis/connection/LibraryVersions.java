package io.cacheaside.store.redis.connection;

import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of the client library and of Netty below it the application brings. Frameworks
 * manage both, each by itself, so they are rarely ours and may not fit each other.
 *
 * <p>Names no class of either, so it works where one of them is missing.
 *
 * @param lettuce as its jar calls it, for example {@code 6.8.2.RELEASE}, or null if no file of the
 *     jar says so: repackaged applications lose them
 * @param netty likewise
 */
public record LibraryVersions(@Nullable String lettuce, @Nullable String netty) {
  /** What this was built with, and what runs with the most of others. */
  static final String NEWEST_LETTUCE = "7.7.0.RELEASE";

  static final String NEWEST_NETTY = "4.2.13.Final";
  static final String LETTUCE_FOR_NETTY_4_1 = "6.8.2.RELEASE";

  private static final String TESTED =
      "CacheAside runs with Lettuce 6.4 to 6.8 on Netty 4.1 and 4.2, and 7.0 to 7.7 on 4.2";

  private static final String LETTUCE_FILE =
      "META-INF/maven/io.lettuce/lettuce-core/pom.properties";
  private static final String NETTY_FILE = "META-INF/io.netty.versions.properties";

  /** Returns those that the loader of this class sees. */
  public static LibraryVersions present() {
    ClassLoader loader = LibraryVersions.class.getClassLoader();
    return new LibraryVersions(
        find(loader, LETTUCE_FILE, "version"), find(loader, NETTY_FILE, "netty-transport.version"));
  }

  private static @Nullable String find(ClassLoader loader, String file, String name) {
    try {
      for (Enumeration<URL> files = loader.getResources(file); files.hasMoreElements(); ) {
        Properties properties = new Properties();
        try (InputStream in = files.nextElement().openStream()) {
          properties.load(in);
        }
        String version = properties.getProperty(name);
        if (version != null) {
          return version;
        }
      }
      return null;
    } catch (IOException | IllegalArgumentException e) {
      return null; // it is only needed to explain what fails by itself
    }
  }

  /**
   * Makes a client.
   *
   * @throws IllegalStateException if the libraries do not fit us, or each other
   */
  public static Client client(RedisStoreOptions options) {
    LibraryVersions versions = present();
    String problem = versions.problem();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    try {
      return new Client(options);
    } catch (LinkageError e) {
      throw new IllegalStateException(versions.explain(e), e);
    }
  }

  /** Returns why these cannot work and what to do, or null if nothing is known to be wrong. */
  @Nullable String problem() {
    if (isBefore(lettuce, 6, 4)) {
      return "Lettuce " + lettuce + " is too old. " + TESTED + "; " + advice();
    }
    if (isBefore(netty, 4, 1)) {
      return "Netty " + netty + " is too old. " + TESTED + "; " + advice();
    }
    if (lettuce != null && !isBefore(lettuce, 7, 0) && isBefore(netty, 4, 2)) {
      return "Lettuce "
          + lettuce
          + " does not run on Netty "
          + netty
          + ": it needs 4.2. "
          + TESTED
          + "; "
          + advice();
    }
    return null;
  }

  /** Returns what a missing class or method means. */
  String explain(LinkageError error) {
    Throwable root = Failures.root(error);
    String cause =
        root instanceof LinkageError || root instanceof ClassNotFoundException
            ? ""
            : " (" + root + ")";
    return error + cause + ", with " + this + ". " + TESTED + "; " + advice();
  }

  private String advice() {
    boolean oldNetty = netty != null && isBefore(netty, 4, 2);
    String other =
        "set <lettuce.version>"
            + (oldNetty ? LETTUCE_FOR_NETTY_4_1 : NEWEST_LETTUCE)
            + "</lettuce.version>";
    String newest =
        "<lettuce.version>"
            + NEWEST_LETTUCE
            + "</lettuce.version> and <netty.version>"
            + NEWEST_NETTY
            + "</netty.version>";
    return (oldNetty ? other + ", or " + newest + "," : "set " + newest)
        + " in the properties of a pom that Spring Boot manages; elsewhere manage"
        + " io.lettuce:lettuce-core and io.netty:netty-bom";
  }

  @Override
  public String toString() {
    return "Lettuce " + or(lettuce) + " on Netty " + or(netty);
  }

  private static String or(@Nullable String version) {
    return version == null ? "of unknown version" : version;
  }

  private static boolean isBefore(@Nullable String version, int major, int minor) {
    if (version == null) {
      return false;
    }
    String[] parts = version.split("[.-]", 3);
    try {
      int ours = Integer.parseInt(parts[0]);
      return ours < major
          || (ours == major && parts.length > 1 && Integer.parseInt(parts[1]) < minor);
    } catch (NumberFormatException e) {
      return false; // somebody's own build
    }
  }
}
