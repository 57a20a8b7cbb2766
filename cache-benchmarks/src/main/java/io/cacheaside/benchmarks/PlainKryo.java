package io.cacheaside.benchmarks;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Kryo as one uses it by hand: classes registered, its own serializers and defaults, instances kept
 * in a small pool. It trusts what it reads. Threadsafe.
 */
final class PlainKryo {
  private static final int PLACES = 16;
  private static final int STRIDE = 16; // places lie on cache lines of their own
  private static final int BUFFER = 2048;

  private final AtomicReferenceArray<Coder> idle = new AtomicReferenceArray<>(PLACES * STRIDE);

  byte[] encode(Object value) {
    Coder coder = take();
    coder.output.reset();
    coder.kryo.writeObject(coder.output, value);
    byte[] bytes = coder.output.toBytes();
    give(coder);
    return bytes;
  }

  <T> T decode(byte[] bytes, Class<T> type) {
    Coder coder = take();
    coder.input.setBuffer(bytes);
    T value = coder.kryo.readObject(coder.input, type);
    give(coder);
    return value;
  }

  /** Encodes the class as well. */
  byte[] encodeAny(Object value) {
    Coder coder = take();
    coder.output.reset();
    coder.kryo.writeClassAndObject(coder.output, value);
    byte[] bytes = coder.output.toBytes();
    give(coder);
    return bytes;
  }

  /** Decodes what {@link #encodeAny} encoded. */
  Object decodeAny(byte[] bytes) {
    Coder coder = take();
    coder.input.setBuffer(bytes);
    Object value = coder.kryo.readClassAndObject(coder.input);
    give(coder);
    return value;
  }

  private Coder take() {
    Coder coder = idle.getAndSet(place(), null);
    return coder == null ? new Coder() : coder;
  }

  private void give(Coder coder) {
    idle.lazySet(place(), coder);
  }

  private static int place() {
    return ((int) Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
  }

  private static final class Coder {
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(BUFFER, -1);
    private final Input input = new Input(new byte[0]);

    Coder() {
      kryo.setRegistrationRequired(true);
      kryo.setReferences(false);
      kryo.register(Customer.class);
      kryo.register(CustomerBean.class);
      kryo.register(Customer.Tier.class);
      kryo.register(OrderHistory.class);
      kryo.register(OrderHistory.Item.class);
      kryo.register(OrderHistory.State.class);
      kryo.register(Absent.class);
      kryo.register(ArrayList.class);
      kryo.register(BigDecimal.class);
      kryo.register(LocalDate.class);
      kryo.register(Instant.class);
    }
  }
}
