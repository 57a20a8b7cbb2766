package io.cacheaside.aspect;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidations;
import java.io.InputStream;
import java.io.Reader;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/**
 * What the weaver itself can say about an annotated method, for those who weave without the Maven
 * plugin: it sees declared types, but no annotation's values and no method without a body. Adds
 * nothing to any class.
 *
 * <p>A type may be refused for several reasons; each method gets one message. The types of other
 * libraries are named by patterns, because a pattern that matches nothing is no mistake, while the
 * name of a missing class is one.
 */
public aspect Checks {
  pointcut cached(): execution(@CacheAside * *(..));

  pointcut invalidating(): execution(@(Invalidate || Invalidations) * *(..));

  pointcut nothing(): execution(void *(..)) || execution(Void *(..));

  pointcut stream(): execution(BaseStream+ *(..));

  pointcut iterator(): execution(Iterator+ *(..)) && !stream();

  pointcut enumeration(): execution(Enumeration+ *(..)) && !stream() && !iterator();

  pointcut iterating(): stream() || iterator() || enumeration();

  pointcut bytes(): execution(InputStream+ *(..)) && !iterating();

  pointcut characters(): execution(Reader+ *(..)) && !iterating();

  pointcut oneShot(): iterating() || bytes() || characters();

  pointcut asynchronous():
      execution(CompletionStage+ *(..))
          || execution(Future+ *(..))
          || execution(Flow.Publisher+ *(..))
          || execution(org..reactivestreams.Publisher+ *(..))
          || execution(kotlinx..coroutines.Job+ *(..))
          || execution(kotlinx..coroutines.flow.Flow+ *(..));

  pointcut suspending(): execution(* *(.., kotlin..Continuation));

  declare error: cached() && nothing():
      "CA121 @CacheAside on a method that returns nothing; there is nothing to cache";

  declare error: cached() && stream():
      "CA122 @CacheAside cannot cache a stream: it is consumed by its first reader; return a List";

  declare error: cached() && iterator():
      "CA122 @CacheAside cannot cache an Iterator: it is consumed by its first reader; return a List";

  declare error: cached() && enumeration():
      "CA122 @CacheAside cannot cache an Enumeration: it is consumed by its first reader; return a List";

  declare error: cached() && bytes():
      "CA122 @CacheAside cannot cache an InputStream: it is consumed by its first reader; return a byte[]";

  declare error: cached() && characters():
      "CA122 @CacheAside cannot cache a Reader: it is consumed by its first reader; return a String";

  declare error: cached() && execution(AutoCloseable+ *(..)) && !oneShot() && !asynchronous():
      "CA122 @CacheAside cannot cache an AutoCloseable: it holds a resource that cannot be cached; return its data";

  declare error: cached() && asynchronous() && !oneShot() && !suspending():
      "CA123 @CacheAside cannot cache a future or publisher: it is asynchronous, which is not supported yet";

  declare error: cached() && suspending():
      "CA124 @CacheAside on a suspend function: it returns before its work is done; put it on a function without suspend that does the work";

  declare error: invalidating() && suspending():
      "CA124 @Invalidate on a suspend function: it returns before its work is done; put it on a function without suspend that does the work";

  declare error: invalidating() && asynchronous() && !suspending():
      "CA126 @Invalidate on an asynchronous method: it returns before its work is done, so the keys would be removed too early; wait for the result in the method, or annotate the method that writes";

  declare warning: cached() && execution(synchronized * *(..)):
      "CA135 @CacheAside on a synchronized method: the cache is asked inside the lock, so hits wait for each other and for every load; remove synchronized, a key is loaded once at a time anyway";
}
