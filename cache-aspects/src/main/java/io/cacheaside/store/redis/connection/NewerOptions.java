package io.cacheaside.store.redis.connection;

import io.lettuce.core.ClientOptions;

/**
 * Options that the oldest supported client does not have. Each switches something off that came
 * with it, so where one is missing there is nothing to be done.
 */
final class NewerOptions {
  private static final String MAINTENANCE = "io.lettuce.core.MaintNotificationsConfig";

  private NewerOptions() {}

  /** Sets those that the client on the class path has; done once for each client. */
  static void set(ClientOptions.Builder builder) {
    ifPresent(
        () -> { // since 6.6: one allocation less per command; we never remove
          ClientOptions.Builder.class
              .getMethod("useHashIndexQueue", boolean.class)
              .invoke(builder, false);
        });
    ifPresent(
        () -> { // since 7.0: a managed server's notices of its moves; we look for it anyway
          Class<?> maintenance = ClientOptions.class.getClassLoader().loadClass(MAINTENANCE);
          ClientOptions.Builder.class
              .getMethod("maintNotificationsConfig", maintenance)
              .invoke(builder, maintenance.getMethod("disabled").invoke(null));
        });
  }

  private interface Option {
    void set() throws ReflectiveOperationException;
  }

  private static void ifPresent(Option option) {
    try {
      option.set();
    } catch (ClassNotFoundException | NoSuchMethodException older) {
      // There is nothing to switch off.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Lettuce refuses an option", e);
    }
  }
}
