package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Classpath;
import io.cacheaside.testing.RedisServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A runtime that is closed, by a shutdown hook for example, when the class loader of the
 * application is closed already, as Maven's {@code exec:java} does.
 */
@Tag("heavy")
@Timeout(60)
class ClosedLoaderTest {

  /** Opens and closes a runtime; in the loader of the application. */
  public static final class Application implements AutoCloseable {
    private final CacheAsideRuntime runtime;

    public Application(String uri) {
      runtime =
          CacheAsideRuntime.install(
              CacheAsideConfig.builder()
                  .redis(uri)
                  .app("closed")
                  .requireRedisAtStart(true)
                  .weavingCheck(WeavingCheck.OFF)
                  .build());
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  /** Finds nothing any more once it is shut, and remembers what was asked for. */
  private static final class Loader extends URLClassLoader {
    private final Set<String> missing = new ConcurrentSkipListSet<>();
    private volatile boolean shut;

    Loader(List<URL> urls) {
      super(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (shut) {
        missing.add(name);
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }

  @Test
  void close_needsNoClassThatIsNotLoaded() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path entry : Classpath.ofApplication()) {
      urls.add(entry.toUri().toURL());
    }
    urls.add(Classpath.of(ClosedLoaderTest.class).toUri().toURL());
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    try (RedisServer server = RedisServer.startProcess();
        Loader loader = new Loader(urls)) {
      Thread.currentThread().setContextClassLoader(loader);
      AutoCloseable application =
          (AutoCloseable)
              loader
                  .loadClass(Application.class.getName())
                  .getConstructor(String.class)
                  .newInstance(server.uri());
      loader.shut = true;
      application.close();
      assertThat(loader.missing).isEmpty();
    } finally {
      Thread.currentThread().setContextClassLoader(own);
    }
  }
}
