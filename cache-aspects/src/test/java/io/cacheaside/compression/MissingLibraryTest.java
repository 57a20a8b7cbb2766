package io.cacheaside.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.spi.EntryFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application without the optional library. */
class MissingLibraryTest {
  private final ClassLoader without = new WithoutLz4();

  /** Defines the framework's classes anew, and has no LZ4. */
  private static final class WithoutLz4 extends ClassLoader {
    WithoutLz4() {
      super(MissingLibraryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("net.jpountz.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.cacheaside.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static Object call(Object target, String method, Object... arguments) throws Throwable {
    for (Method each : target.getClass().getMethods()) {
      if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
        try {
          return each.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new NoSuchMethodException(method);
  }

  @Test
  void setting_namesTheAbsentLibrary_isRefused() throws Throwable {
    Object builder =
        without.loadClass(CacheAsideConfig.class.getName()).getMethod("builder").invoke(null);
    call(builder, "redis", "redis://localhost");
    call(builder, "environment", Map.of("CACHEASIDE_REGION_USERS_COMPRESSION", "lz4"));
    String message = "";
    try {
      call(builder, "build");
    } catch (RuntimeException e) {
      message = e.getMessage();
    }
    assertThat(message)
        .isEqualTo(
            "CacheAside is not configured properly: region.users.compression \"lz4\" in the environment needs a"
                + " library that is not there; add at.yawk.lz4:lz4-java or use deflate");
  }

  @Test
  void record_ofTheAbsentLibrary_cannotBeRestored() throws Throwable {
    byte[] record = new byte[EntryFormat.COMPRESSED_DATA + 10];
    record[EntryFormat.HEADER_LENGTH] = 'L';
    assertThat(PayloadCompression.canRestore(record)).isTrue();
    Class<?> type = without.loadClass(PayloadCompression.class.getName());
    Method canRestore = type.getMethod("canRestore", byte[].class);
    assertThat(canRestore.invoke(null, (Object) record)).isEqualTo(false);
    record[EntryFormat.HEADER_LENGTH] = 'D';
    assertThat(canRestore.invoke(null, (Object) record)).isEqualTo(true);
  }
}
