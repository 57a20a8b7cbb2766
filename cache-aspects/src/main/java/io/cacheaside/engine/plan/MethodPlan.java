package io.cacheaside.engine.plan;

import io.cacheaside.compression.PayloadCompression;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.region.Region;
import io.cacheaside.key.EntryOwner;
import io.cacheaside.key.KeyTemplate;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.EntryFormat;
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
  private final ReturnShape shape;
  private final Codec.TypeCodec codec;
  private final Restorability restorability;
  private final int codecId;
  private final long fingerprint;
  private final long ttlMillis;
  private final long negativeTtlMillis;
  private final boolean enabled;
  private final boolean settles;
  private final double shadowShare;
  private final PayloadCompression compression;

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
    this.shape = shape;
    this.codec = codec;
    this.restorability = new Restorability(codec);
    this.codecId = codecId;
    this.fingerprint = codec.fingerprint();
    this.ttlMillis = ttl.millis();
    this.negativeTtlMillis = ttl.negativeMillis();
    this.enabled = settings.get(RegionSettings.ENABLED);
    this.settles = settings.get(RegionSettings.SETTLE).toMillis() > 0;
    int oneIn = settings.get(RegionSettings.SHADOW_CHECK_ONE_IN);
    this.shadowShare = oneIn == 0 ? 0 : 1.0 / oneIn;
    this.compression =
        new PayloadCompression(
            settings.get(RegionSettings.COMPRESSION),
            settings.get(RegionSettings.COMPRESSION_THRESHOLD),
            maxPayload);
  }

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

  public Region region() {
    return region;
  }

  /** Returns the key of the region's generation. */
  public Key generationKey() {
    return region.generationKey();
  }

  public ReadDecision decide(byte @Nullable [] record, Key key, long generation) {
    return ReadDecision.of(record, key, fingerprint, codecId, generation);
  }

  /** Returns the value in the intact record, or null if it cannot be decoded. */
  public @Nullable Object decodeOrNull(byte[] record) {
    try {
      return decode(record);
    } catch (Throwable e) { // OutOfMemoryError included: a miss
      restorability.doubt();
      return null;
    }
  }

  /**
   * Returns what the record of this very method stands for, absence included; a copy of the value,
   * or the value itself if the record cannot be decoded.
   */
  public @Nullable Object copyOf(@Nullable Object value, byte[] record) {
    try {
      return valueOf(record);
    } catch (Throwable undecodable) {
      restorability.doubt();
      return value;
    }
  }

  private @Nullable Object valueOf(byte[] record) {
    return EntryFormat.hasFlag(record, EntryFormat.FLAG_NEGATIVE) ? shape.absent() : decode(record);
  }

  private Object decode(byte[] record) {
    if (EntryFormat.hasFlag(record, EntryFormat.FLAG_COMPRESSED)) {
      byte[] payload = compression.payload(record);
      return codec.decode(payload, 0, payload.length);
    }
    int offset = EntryFormat.HEADER_LENGTH;
    return codec.decode(record, offset, record.length - offset);
  }

  /** Returns what to store in place of a complete record: its payload may be compressed. */
  public byte[] compressed(byte[] record, Key key) {
    return compression.compressed(record, key);
  }

  /**
   * Returns a record with the value as payload and an empty header.
   *
   * @throws CodecException if the value cannot be encoded or is too large
   */
  public byte[] encode(@Nullable Object value) {
    if (value == null || isAbsent(value)) {
      requireItsAbsence(value);
      return new byte[EntryFormat.HEADER_LENGTH];
    }
    return codec.encode(value, EntryFormat.HEADER_LENGTH);
  }

  /**
   * Returns the same for a value that is to be stored, so that it has to come back.
   *
   * @throws CodecException if the value cannot be encoded, is too large, or does not come back
   */
  public byte[] encodeToStore(@Nullable Object value) {
    if (value == null || isAbsent(value)) {
      requireItsAbsence(value);
      return new byte[EntryFormat.HEADER_LENGTH];
    }
    return restorability.encode(value, EntryFormat.HEADER_LENGTH);
  }

  /** A hit would be an empty optional, which the method has not returned. */
  private void requireItsAbsence(@Nullable Object value) {
    if (value == null && shape != ReturnShape.PLAIN) {
      throw new CodecException(
          "it is null where an empty optional is expected; return an empty one", null);
    }
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

  /** Returns whether the entries of another plan are such as this one writes. */
  boolean readsEntriesOf(MethodPlan other) {
    return fingerprint == other.fingerprint && codecId == other.codecId;
  }

  /**
   * Says whether values are neither stored nor looked for, because another method replaces them.
   */
  void refuse(boolean refuse) {
    restorability.refuse(refuse);
  }

  /**
   * Returns whether values are neither stored nor looked for, because they do not come back, or
   * because another method replaces them.
   */
  public boolean isSuspended() {
    return restorability.isSuspended();
  }

  /** Takes notice of a value that was loaded past the cache, if that was for it. */
  public void reconsider(@Nullable Object value) {
    if (isSuspended() && value != null && !isAbsent(value)) {
      restorability.reconsider(value);
    }
  }

  /**
   * Returns whether two values are written the same way.
   *
   * @throws CodecException if one of them cannot be encoded
   */
  public boolean areWrittenAlike(Object one, Object other) {
    return codec.areWrittenAlike(one, other);
  }

  public boolean isAbsent(@Nullable Object value) {
    return shape.isAbsent(value);
  }

  public @Nullable Object absent() {
    return shape.absent();
  }

  /** Returns how long an entry for the value lives, in ms, before jitter. */
  public long ttlMillis(@Nullable Object value) {
    return isAbsent(value) ? negativeTtlMillis : ttlMillis;
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

  public long fingerprint() {
    return fingerprint;
  }

  public int codecId() {
    return codecId;
  }
}
