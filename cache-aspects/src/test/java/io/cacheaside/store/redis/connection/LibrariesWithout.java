package io.cacheaside.store.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Our store and its libraries once more, without some classes: what an application has if its build
 * brings another version of a library.
 */
final class LibrariesWithout extends ClassLoader {
  private static final Set<String> OWN =
      Set.of("io.cacheaside.store.", "io.cacheaside.background.", "io.lettuce.", "io.netty.");

  private final Set<String> missing;

  private LibrariesWithout(Set<String> missing) {
    super(LibrariesWithout.class.getClassLoader());
    this.missing = missing;
  }

  /** Returns what the task says, whose class is loaded once more, beside what is left. */
  static String run(Class<? extends Callable<String>> task, String... missing) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader libraries = new LibrariesWithout(Set.of(missing));
    thread.setContextClassLoader(libraries); // the client looks there for classes of its own
    try {
      Class<?> other = libraries.loadClass(task.getName());
      return (String) ((Callable<?>) other.getDeclaredConstructor().newInstance()).call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (missing.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = file.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
