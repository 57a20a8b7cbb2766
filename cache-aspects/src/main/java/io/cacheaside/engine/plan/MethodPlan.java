package io.cacheaside.engine.plan;

import io.cacheaside.compression.PayloadCompression;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.region.Region;
import io.cacheaside.key.EntryOwner;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Key;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @CacheAside} method, compiled once: how its key is built, what absence looks like, how
 * long entries live and how they are encoded. Immutable but for what it learns about the values; a
 * call only walks it.
 */
public final class MethodPlan {
  private final CachedMethod method;
  private final Region region;
  private final KeyBinder keyBinder;
  private final EntryCodec entries;
  private final long ttlMillis;
  private final long negativeTtlMillis;
  private final boolean enabled;
  private final boolean settles;
  private final double shadowShare;

  /**
   * Creates a plan.
   *
   * @param codecId the codec's, as the headers of records name it
   * @param maxPayload how many bytes an encoded value may have
   * @param settings those of the region
   */
  public MethodPlan(
      CachedMethod method,
      Region region,
      KeyBinder keyBinder,
      ReturnShape shape,
      Codec.TypeCodec codec,
      int codecId,
      int maxPayload,
      Ttl ttl,
      SettingValues settings) {
    this.method = method;
    this.region = region;
    this.keyBinder = keyBinder;
    this.ttlMillis = ttl.millis();
    this.negativeTtlMillis = ttl.negativeMillis();
    this.enabled = settings.get(RegionSettings.ENABLED);
    this.settles = settings.get(RegionSettings.SETTLE).toMillis() > 0;
    int oneIn = settings.get(RegionSettings.SHADOW_CHECK_ONE_IN);
    this.shadowShare = oneIn == 0 ? 0 : 1.0 / oneIn;
    this.entries =
        new EntryCodec(
            shape,
            codec,
            codecId,
            new PayloadCompression(
                settings.get(RegionSettings.COMPRESSION),
                settings.get(RegionSettings.COMPRESSION_THRESHOLD),
                maxPayload));
  }

  /** Returns what listeners and messages call the method. */
  public CachedMethod method() {
    return method;
  }

  /** Returns the template of the keys. */
  public String template() {
    return keyBinder.template();
  }

  /**
   * Returns the key of a call.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @throws KeyFailure if an argument's property throws
   */
  public Key key(@Nullable Object receiver, @Nullable Object[] arguments) {
    return keyBinder.bind(receiver, arguments, null);
  }

  /** Returns the region of its entries. */
  public Region region() {
    return region;
  }

  /** Returns the key of the region's generation. */
  public Key generationKey() {
    return region.generationKey();
  }

  /** Returns what writes and reads the method's entries. */
  public EntryCodec entries() {
    return entries;
  }

  /** Returns the method of this plan as the owner of its entries. */
  EntryOwner owner(Method reflected) {
    return new EntryOwner(
        method.toString(),
        outermost(reflected.getDeclaringClass()),
        reflected.getGenericReturnType().getTypeName(),
        method.region(),
        KeyTemplate.parse(template()),
        keyBinder.forms());
  }

  private static String outermost(Class<?> type) {
    Class<?> outermost = type;
    try {
      for (Class<?> next = type; next != null; next = next.getEnclosingClass()) {
        outermost = next;
      }
    } catch (LinkageError e) {
      // of a class around it that is missing
    }
    return outermost.getName();
  }

  /** Returns how long an entry for the value lives, in ms, before jitter. */
  public long ttlMillis(@Nullable Object value) {
    return entries.isAbsent(value) ? negativeTtlMillis : ttlMillis;
  }

  /** Returns the longest life of an entry of this method, in ms. */
  public long longestTtlMillis() {
    return Math.max(ttlMillis, negativeTtlMillis);
  }

  /** Returns whether loads may lag behind, as entries are kept in quarantine after a write. */
  public boolean settles() {
    return settles;
  }

  /** Returns whether the method's region is switched on. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Returns the share of hits to check against the source, 0 to 1. */
  public double shadowShare() {
    return shadowShare;
  }
}
