package io.cacheaside.engine.testing;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import java.util.concurrent.Callable;

/** A cached method and an invalidating one, whose calls reach the engine that is installed. */
public final class Items {
  private final CallSite find = new CallSite(Examples.method(Annotated.class, "find"));
  private final CallSite save = new CallSite(Examples.method(Annotated.class, "save"));

  /** The annotated methods; what calls them calls the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "item:{id}", ttl = "5m")
    static String find(int id) {
      return "";
    }

    @Invalidate(key = "item:{id}")
    static void save(int id) {}
  }

  /** Does what the advice does for a read; the body runs only if the cache says so. */
  public String find(int id, Callable<String> body) throws Throwable {
    Object outcome = CacheEngine.installed().read(find, null, new Object[] {id});
    return (String) (outcome instanceof Load load ? load.completed(body.call()) : outcome);
  }

  /** Does what the advice does after a write. */
  public void save(int id) {
    CacheEngine.installed().invalidate(save, null, new Object[] {id}, null, true);
  }
}
