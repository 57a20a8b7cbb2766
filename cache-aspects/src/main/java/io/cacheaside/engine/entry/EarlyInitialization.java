package io.cacheaside.engine.entry;

import io.cacheaside.background.NeverThrowing;
import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.Body;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.Flight.Landing;
import io.cacheaside.engine.flight.LoadFailure;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.read.LeaseWaits.Look;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.TransactionWork;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.TransactionHook;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Initializes classes that are needed where things go wrong, while nothing does: an initializer
 * that meets an {@link Error} makes its class unusable for as long as the JVM lives. And those that
 * only the end needs, when the application's class loader may be closed already.
 */
final class EarlyInitialization {
  private static final List<Class<?>> CLASSES =
      List.of(
          Body.class,
          Bypass.class,
          Flight.class,
          InForce.class,
          Invalidations.class, // when an engine is closed
          KeyFailure.class,
          Landing.class,
          Landing.Shared.class,
          Landing.Failed.class,
          Landing.Unanswered.class,
          LoadFailure.class,
          Load.class,
          Look.class,
          MeasuredLoad.class,
          NeverThrowing.class,
          StackRoom.class,
          TransactionHook.Outcome.class,
          TransactionWork.class,
          StoreException.class,
          Survived.class,
          Waiting.class);

  private EarlyInitialization() {}

  static void run() {
    try {
      for (Class<?> each : CLASSES) {
        MethodHandles.lookup().ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class of the engine is not accessible to it", e);
    }
  }
}
