package io.cacheaside.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** What a runtime and a compiler see of annotations written in the documented ways. */
class AnnotationsTest {

  static final class Users {
    @CacheAside(key = "user:{id}", ttl = "5m")
    public String find(long id) {
      return "user " + id;
    }

    @Invalidate(key = {"user:{id}", "users"})
    public void rename(long id) {}

    @Invalidate(key = "user:{id}")
    @Invalidate(region = "search", key = "users")
    public void delete(long id) {}
  }

  @Test
  void cacheAside_attributesLeftOut_areEmpty() throws Exception {
    CacheAside annotation = method("find").getAnnotation(CacheAside.class);
    assertThat(annotation.key()).isEqualTo("user:{id}");
    assertThat(annotation.ttl()).isEqualTo("5m");
    assertThat(annotation.negativeTtl()).isEmpty();
    assertThat(annotation.region()).isEmpty();
  }

  @Test
  void invalidate_once_hasItsKeysInOrder() throws Exception {
    Invalidate annotation = method("rename").getAnnotation(Invalidate.class);
    assertThat(annotation.key()).containsExactly("user:{id}", "users");
    assertThat(annotation.region()).isEmpty();
  }

  @Test
  void invalidate_repeated_isFoundInItsContainer() throws Exception {
    Invalidations container = method("delete").getAnnotation(Invalidations.class);
    assertThat(container.value()).extracting(Invalidate::region).containsExactly("", "search");
  }

  private static Method method(String name) throws NoSuchMethodException {
    return Users.class.getMethod(name, long.class);
  }
}
