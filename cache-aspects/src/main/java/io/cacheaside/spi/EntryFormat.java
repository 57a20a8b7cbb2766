package io.cacheaside.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The layout of what Redis holds under a key: a header of 96 bytes and the payload, or a lease of
 * 32 bytes alone. Numbers are big endian. docs/wire-format.md explains each field.
 *
 * <pre>
 * off len                                  off len
 *   0   2 magic CA 5D                       48   8 created, ms, server clock at the start of the load
 *   2   1 header version                    56   4 soft TTL ms      60   4 hard TTL ms
 *   3   1 kind: 'V' value, 'L' lease        64   4 stale-if-error   68   4 cost of the load, µs
 *   4   1 flags                             72   8 schema fingerprint
 *   5   3 zero                              80   8 region generation
 *   8  16 lease token, zero = no lease      88   4 CRC32C of key, 32..87, 92..end
 *  24   8 lease deadline, ms, server clock  92   2 number of tags   94   2 codec id
 *  32  16 etag: token of the populate       96     payload; compressed: 1 id, 4 length, data
 * </pre>
 *
 * Bytes 0 to 31 never change their meaning, in no later version: the scripts of all versions of the
 * framework respect each other's leases.
 *
 * <p>All methods are pure and take a record as Redis returned it. Those that read a field expect
 * that {@link #isOurs} or {@link #isValue} was true.
 */
public final class EntryFormat {
  /** The length of the header of a value, after which the payload begins. */
  public static final int HEADER_LENGTH = 96;

  /** The length of a record that holds nothing but a lease. */
  public static final int LEASE_LENGTH = 32;

  /** The header version this class writes. */
  public static final byte VERSION = 1;

  /** Flag: the entry is negative, the payload is empty. */
  public static final int FLAG_NEGATIVE = 1;

  /** Flag: the entry was invalidated and kept, it may only be served when a load fails. */
  public static final int FLAG_INVALIDATED = 2;

  /** Flag: the entry lies in a quarantine, it must not be copied to a near cache. */
  public static final int FLAG_QUARANTINED = 4;

  /** Flag: the payload is compressed. */
  public static final int FLAG_COMPRESSED = 8;

  /** Where the compressed bytes begin, if {@link #FLAG_COMPRESSED} is set. */
  public static final int COMPRESSED_DATA = HEADER_LENGTH + 1 + Integer.BYTES;

  static final byte KIND_VALUE = 'V';
  static final byte KIND_LEASE = 'L';

  private static final short MAGIC = (short) 0xCA5D;
  private static final int AT_KIND = 3;
  private static final int AT_FLAGS = 4;
  private static final int AT_TOKEN = 8;
  private static final int AT_LEASE_DEADLINE = 24;
  private static final int AT_ETAG = 32;
  private static final int AT_CREATED = 48;
  private static final int AT_SOFT = 56;
  private static final int AT_HARD = 60;
  private static final int AT_COST = 68;
  private static final int AT_FINGERPRINT = 72;
  private static final int AT_GENERATION = 80;
  private static final int AT_CRC = 88;
  private static final int AT_TAGS = 92;
  private static final int AT_CODEC = 94;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private EntryFormat() {}

  /** Returns whether the record was written by this framework, in whatever header version. */
  public static boolean isOurs(byte[] record) {
    return record.length >= LEASE_LENGTH && (short) SHORT.get(record, 0) == MAGIC;
  }

  /** Returns whether the record is a value whose header this version can read. */
  public static boolean isValue(byte[] record) {
    return isOurs(record)
        && record[AT_KIND] == KIND_VALUE
        && record[2] == VERSION
        && record.length >= HEADER_LENGTH;
  }

  /**
   * Returns whether the record began as a value of this version and lost its end: its etag is
   * readable, nothing else is.
   */
  public static boolean isTruncatedValue(byte[] record) {
    return isOurs(record)
        && record[AT_KIND] == KIND_VALUE
        && record[2] == VERSION
        && record.length >= AT_CREATED
        && record.length < HEADER_LENGTH;
  }

  /** Returns whether the flag, one of the {@code FLAG_} constants, is set. */
  public static boolean hasFlag(byte[] record, int flag) {
    return (record[AT_FLAGS] & flag) != 0;
  }

  /** Returns the flags byte, with bits this version does not know. */
  public static int flags(byte[] record) {
    return record[AT_FLAGS] & 0xFF;
  }

  /** Returns the token of the lease in the record, or null if it holds none. */
  public static @Nullable LeaseToken leaseToken(byte[] record) {
    return record[AT_TOKEN] == 0 ? null : LeaseToken.readFrom(record, AT_TOKEN);
  }

  /** Returns when the lease may be granted to somebody else, in ms of the server's clock. */
  public static long leaseDeadline(byte[] record) {
    return (long) LONG.get(record, AT_LEASE_DEADLINE);
  }

  /** Returns the token under which the value was populated. */
  public static LeaseToken etag(byte[] record) {
    return LeaseToken.readFrom(record, AT_ETAG);
  }

  /** Returns when the load of the value began, in ms of the server's clock. */
  public static long created(byte[] record) {
    return (long) LONG.get(record, AT_CREATED);
  }

  /** Returns the soft TTL in ms, counted from {@link #created}. */
  public static int softMillis(byte[] record) {
    return (int) INT.get(record, AT_SOFT);
  }

  /** Returns the hard TTL in ms, counted from {@link #created}. */
  public static int hardMillis(byte[] record) {
    return (int) INT.get(record, AT_HARD);
  }

  /** Returns the duration of the load in microseconds. */
  public static int costMicros(byte[] record) {
    return (int) INT.get(record, AT_COST);
  }

  /** Returns the fingerprint of the classes in the payload. */
  public static long fingerprint(byte[] record) {
    return (long) LONG.get(record, AT_FINGERPRINT);
  }

  /** Returns the generation that the region had before the load of the value began. */
  public static long generation(byte[] record) {
    return (long) LONG.get(record, AT_GENERATION);
  }

  /** Returns the id of the codec that wrote the payload. */
  public static int codecId(byte[] record) {
    return (short) SHORT.get(record, AT_CODEC) & 0xFFFF;
  }

  /** Returns the number of tags between header and payload; this version writes 0. */
  public static int tagCount(byte[] record) {
    return (short) SHORT.get(record, AT_TAGS) & 0xFFFF;
  }

  /** Returns the id of what compressed the payload, if {@link #FLAG_COMPRESSED} is set. */
  public static byte compressionId(byte[] record) {
    return record[HEADER_LENGTH];
  }

  /**
   * Returns how many bytes the payload has when it is restored, as its record says: to be
   * distrusted.
   */
  public static int plainLength(byte[] record) {
    return (int) INT.get(record, HEADER_LENGTH + 1);
  }

  /**
   * Returns whether the checksum fits: the record is what somebody's populate wrote under this very
   * key. What was renamed, copied or restored to another key is not, nor a reply to another call.
   */
  public static boolean isIntact(byte[] record, Key key) {
    return (int) INT.get(record, AT_CRC) == checksum(record, key);
  }

  /**
   * Returns a lease-only record.
   *
   * @param deadlineMillis when it may be granted to somebody else, in ms of the store's clock
   */
  public static byte[] lease(LeaseToken token, long deadlineMillis) {
    byte[] record = new byte[LEASE_LENGTH];
    writePrefix(record, KIND_LEASE, 0);
    writeLease(record, token, deadlineMillis);
    return record;
  }

  /** Puts a lease into the record, or removes it if {@code token} is null. */
  public static void writeLease(byte[] record, @Nullable LeaseToken token, long deadlineMillis) {
    LONG.set(record, AT_TOKEN, token == null ? 0 : token.instance());
    LONG.set(record, AT_TOKEN + 8, token == null ? 0 : token.sequence());
    LONG.set(record, AT_LEASE_DEADLINE, token == null ? 0 : deadlineMillis);
  }

  /** Sets {@link #FLAG_QUARANTINED} if the record is a value; a lease has no use for it. */
  public static void markQuarantined(byte[] record) {
    if (record[AT_KIND] == KIND_VALUE) {
      record[AT_FLAGS] |= FLAG_QUARANTINED;
    }
  }

  /**
   * Writes the header in front of a payload that already lies at {@link #HEADER_LENGTH}.
   *
   * @param record the whole record, payload included; its first 96 bytes are overwritten
   * @param key the only one under which the record will be intact
   */
  public static void writeHeader(byte[] record, Key key, Header header) {
    writePrefix(record, KIND_VALUE, header.negative() ? FLAG_NEGATIVE : 0);
    writeLease(record, null, 0);
    LONG.set(record, AT_ETAG, header.etag().instance());
    LONG.set(record, AT_ETAG + 8, header.etag().sequence());
    LONG.set(record, AT_CREATED, header.created());
    INT.set(record, AT_SOFT, header.hardMillis());
    INT.set(record, AT_HARD, header.hardMillis());
    INT.set(record, AT_HARD + 4, 0);
    INT.set(record, AT_COST, header.costMicros());
    LONG.set(record, AT_FINGERPRINT, header.fingerprint());
    LONG.set(record, AT_GENERATION, header.generation());
    SHORT.set(record, AT_TAGS, (short) 0);
    SHORT.set(record, AT_CODEC, (short) header.codecId());
    INT.set(record, AT_CRC, checksum(record, key));
  }

  /**
   * Writes the header in front of compressed bytes that already lie at {@link #COMPRESSED_DATA}.
   *
   * @param record the whole record, compressed bytes included
   * @param key the only one under which the record will be intact
   * @param plain the record with the plain payload, of which the header is taken
   * @param compressionId what compressed it
   */
  public static void writeCompressedHeader(
      byte[] record, Key key, byte[] plain, byte compressionId) {
    System.arraycopy(plain, 0, record, 0, HEADER_LENGTH);
    record[AT_FLAGS] |= FLAG_COMPRESSED;
    record[HEADER_LENGTH] = compressionId;
    INT.set(record, HEADER_LENGTH + 1, plain.length - HEADER_LENGTH);
    INT.set(record, AT_CRC, checksum(record, key));
  }

  private static void writePrefix(byte[] record, byte kind, int flags) {
    SHORT.set(record, 0, MAGIC);
    record[2] = VERSION;
    record[AT_KIND] = kind;
    INT.set(record, AT_FLAGS, flags << 24);
  }

  private static int checksum(byte[] record, Key key) {
    CRC32C crc = new CRC32C();
    crc.update(key.bytes(), 0, key.bytes().length);
    crc.update(record, AT_ETAG, AT_CRC - AT_ETAG);
    crc.update(record, AT_TAGS, record.length - AT_TAGS);
    int sum = (int) crc.getValue();
    // Of the flags, which are not part of it, this one must not be believed or missed by mistake.
    return hasFlag(record, FLAG_COMPRESSED) ? ~sum : sum;
  }

  /**
   * The fields of a value's header that its writer chooses.
   *
   * @param negative whether the entry is negative
   * @param etag the token of the populate
   * @param created ms, server clock, at the start of the load
   * @param hardMillis the hard TTL in ms from {@code created}
   * @param costMicros the duration of the load in microseconds
   * @param fingerprint of the classes in the payload
   * @param generation of the region, from before the load began
   * @param codecId the codec's id, 0 to 65,535
   */
  public record Header(
      boolean negative,
      LeaseToken etag,
      long created,
      int hardMillis,
      int costMicros,
      long fingerprint,
      long generation,
      int codecId) {}
}
