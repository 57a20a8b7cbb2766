package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.util.Objects;

/**
 * The codec of one declared type: the boundary behind which nothing but CodecException is thrown.
 */
final class KryoTypeCodec implements Codec.TypeCodec {
  private final TypePlanner.Plan plan;
  private final CoderPool pool;
  private final int maxPayload;

  /** Of the last value that was encoded by any thread: a guess at the next one's. */
  private volatile int lastLength;

  KryoTypeCodec(TypePlanner.Plan plan, CoderPool pool, int maxPayload) {
    this.plan = plan;
    this.pool = pool;
    this.maxPayload = maxPayload;
  }

  @Override
  public long fingerprint() {
    return plan.fingerprint();
  }

  @Override
  public byte[] encode(Object value, int headroom) {
    Objects.requireNonNull(value, "value");
    Objects.checkIndex(headroom, Coder.MAX_HEADROOM + 1);
    Coder coder = pool.take();
    byte[] bytes;
    try {
      bytes = coder.encode(plan.root(), value, headroom, expectedLength());
    } catch (KryoBufferOverflowException e) {
      throw tooLarge("at least", maxPayload + 1L);
    } catch (Throwable e) { // accessors are user code, and StackOverflowError is no reason to fail
      throw notEncoded(e);
    }
    pool.give(coder); // not in finally: one that threw may be in any state
    if (bytes.length - headroom > maxPayload) {
      throw tooLarge("exactly", bytes.length - headroom);
    }
    lastLength = bytes.length;
    return bytes;
  }

  /** Returns the last length and an eighth, at most what is allowed. */
  private int expectedLength() {
    int last = lastLength;
    return (int) Math.min(last + (last >> 3), (long) maxPayload);
  }

  @Override
  public byte[] encodeAndVerify(Object value, int headroom) {
    CanonicalOutput written = canonical(value, headroom);
    byte[] bytes = written.toBytes();
    CanonicalOutput again;
    try {
      again = canonical(decoded(bytes, headroom, written.length()), headroom);
    } catch (Throwable e) { // user code, again
      if (e instanceof VirtualMachineError || e.getCause() instanceof VirtualMachineError) {
        throw notEncoded(e); // which says nothing about the value
      }
      String reason = reason(e);
      throw CodecException.notRestored(
          reason.startsWith(plan.title())
              ? reason
              : plan.title() + ": the value cannot be read back: " + reason,
          e);
    }
    Place place = written.difference(again);
    if (place != null) {
      throw CodecException.notRestored(
          place
              + " is read back as something else than was written, so hits would differ from"
              + " loads; a constructor must leave as it is what it is given",
          null);
    }
    return bytes;
  }

  @Override
  public boolean areWrittenAlike(Object one, Object other) {
    return canonical(one, 0).difference(canonical(other, 0)) == null;
  }

  /** Returns an output that holds the value only. */
  private CanonicalOutput canonical(Object value, int headroom) {
    CanonicalOutput output = new CanonicalOutput(headroom, maxPayload);
    Coder coder = pool.take();
    try {
      coder.encode(plan.root(), value, output);
    } catch (KryoBufferOverflowException e) {
      throw tooLarge("at least", maxPayload + 1L);
    } catch (Throwable e) {
      throw notEncoded(e);
    }
    pool.give(coder);
    if (output.length() > maxPayload) {
      throw tooLarge("exactly", output.length());
    }
    return output;
  }

  @Override
  public Object decode(byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (length > maxPayload) {
      throw new CodecException(
          "%s: a payload of %,d bytes exceeds the %,d that max-value-bytes allows"
              .formatted(plan.title(), length, maxPayload),
          null);
    }
    try {
      return decoded(source, offset, length);
    } catch (Throwable e) { // OutOfMemoryError and StackOverflowError included: a miss, no crash
      throw new CodecException(
          "%s: a payload of %,d bytes cannot be decoded: %s"
              .formatted(plan.title(), length, withoutTitle(reason(e))),
          e);
    }
  }

  private Object decoded(byte[] source, int offset, int length) {
    Coder coder = pool.take();
    Object value = coder.decode(plan.root(), source, offset, length);
    pool.give(coder);
    return value;
  }

  private CodecException notEncoded(Throwable e) {
    String reason = reason(e);
    return e instanceof CodecException known && reason.startsWith(plan.title())
        ? known // it names the place
        : new CodecException(plan.title() + ": the value cannot be encoded: " + reason, e);
  }

  private CodecException tooLarge(String qualifier, long size) {
    return CodecException.tooLarge(
        ("%s: the value takes %s %,d bytes, but max-value-bytes allows %,d; cache less in one value"
                + " or raise max-value-bytes")
            .formatted(plan.title(), qualifier, size, maxPayload));
  }

  private String withoutTitle(String reason) {
    String title = plan.title() + ": ";
    return reason.startsWith(title) ? reason.substring(title.length()) : reason;
  }

  private static String reason(Throwable e) {
    return e instanceof KryoException || e instanceof CodecException
        ? String.valueOf(e.getMessage())
        : Thrown.text(e);
  }
}
