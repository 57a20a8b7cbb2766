package io.cacheaside.engine.plan;

import io.cacheaside.compression.PayloadCompression;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one method returns, as records and back: all of the engine that knows what stands in the
 * header of an entry. Threadsafe.
 */
public final class EntryCodec {
  private final ReturnShape shape;
  private final Codec.TypeCodec codec;
  private final Restorability restorability;
  private final int codecId;
  private final long fingerprint;
  private final PayloadCompression compression;

  EntryCodec(
      ReturnShape shape, Codec.TypeCodec codec, int codecId, PayloadCompression compression) {
    this.shape = shape;
    this.codec = codec;
    this.restorability = new Restorability(codec);
    this.codecId = codecId;
    this.fingerprint = codec.fingerprint();
    this.compression = compression;
  }

  /**
   * Where a record comes from.
   *
   * @param token of the lease under which it was loaded
   * @param grantedMillis the store's clock when the lease was granted
   * @param hardMillis the hard TTL in ms, counted from then
   * @param costMicros the duration of the load in microseconds
   * @param stamp from before the load began
   */
  public record Origin(
      LeaseToken token, long grantedMillis, int hardMillis, int costMicros, Stamp stamp) {}

  // reading

  /** Says what to do with the record found under a key. */
  public ReadDecision decide(byte @Nullable [] record, Key key, Stamp stamp) {
    return decide(record, key, stamp.generation());
  }

  /** Says the same; hits come here, to spare the object of the stamp. */
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
      return EntryFormat.hasFlag(record, EntryFormat.FLAG_NEGATIVE)
          ? shape.absent()
          : decode(record);
    } catch (Throwable undecodable) {
      restorability.doubt();
      return value;
    }
  }

  private Object decode(byte[] record) {
    if (EntryFormat.hasFlag(record, EntryFormat.FLAG_COMPRESSED)) {
      byte[] payload = compression.payload(record);
      return codec.decode(payload, 0, payload.length);
    }
    int offset = EntryFormat.HEADER_LENGTH;
    return codec.decode(record, offset, record.length - offset);
  }

  // writing

  /**
   * Returns a record with the value as payload and an empty header, for calls that join a load.
   *
   * @throws CodecException if the value cannot be encoded or is too large
   */
  public byte[] encode(@Nullable Object value) {
    return isEmpty(value)
        ? new byte[EntryFormat.HEADER_LENGTH]
        : codec.encode(Objects.requireNonNull(value), EntryFormat.HEADER_LENGTH);
  }

  /**
   * Returns the complete record of a value that is to be stored, so that it has to come back.
   *
   * @throws CodecException if the value cannot be encoded, is too large, or does not come back
   */
  public byte[] encode(@Nullable Object value, Key key, Origin origin) {
    byte[] record =
        isEmpty(value)
            ? new byte[EntryFormat.HEADER_LENGTH]
            : restorability.encode(Objects.requireNonNull(value), EntryFormat.HEADER_LENGTH);
    EntryFormat.writeHeader(
        record,
        key,
        new Header(
            isAbsent(value),
            origin.token(),
            origin.grantedMillis(),
            origin.hardMillis(),
            origin.costMicros(),
            fingerprint,
            origin.stamp().generation(),
            codecId));
    return record;
  }

  /** Returns what to store in place of a complete record: its payload may be compressed. */
  public byte[] compressed(byte[] record, Key key) {
    return compression.compressed(record, key);
  }

  /** A null is no empty optional: a hit would be one, which the method has not returned. */
  private boolean isEmpty(@Nullable Object value) {
    if (value == null && shape != ReturnShape.PLAIN) {
      throw new CodecException(
          "it is null where an empty optional is expected; return an empty one", null);
    }
    return value == null || isAbsent(value);
  }

  // comparing

  /** Returns whether two results are equal, or are written the same way. */
  public boolean areSame(@Nullable Object one, @Nullable Object other) {
    if (isAbsent(one) || isAbsent(other)) {
      return isAbsent(one) && isAbsent(other);
    }
    if (Objects.deepEquals(one, other)) {
      return true;
    }
    try {
      return codec.areWrittenAlike(Objects.requireNonNull(one), Objects.requireNonNull(other));
    } catch (Throwable notEncodable) {
      return false;
    }
  }

  /** Returns whether the value stands for an absence. */
  public boolean isAbsent(@Nullable Object value) {
    return shape.isAbsent(value);
  }

  /** Returns what the method returns for an absence. */
  public @Nullable Object absent() {
    return shape.absent();
  }

  /** Returns whether the entries of another method are such as this one writes. */
  boolean readsEntriesOf(EntryCodec other) {
    return fingerprint == other.fingerprint && codecId == other.codecId;
  }

  // trusting

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
}
