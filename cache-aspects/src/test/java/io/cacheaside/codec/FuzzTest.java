package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.sun.management.ThreadMXBean;
import io.cacheaside.codec.Shop.Address;
import io.cacheaside.codec.Shop.Bag;
import io.cacheaside.codec.Shop.Circle;
import io.cacheaside.codec.Shop.Customer;
import io.cacheaside.codec.Shop.Failed;
import io.cacheaside.codec.Shop.Free;
import io.cacheaside.codec.Shop.Node;
import io.cacheaside.codec.Shop.Ok;
import io.cacheaside.codec.Shop.Order;
import io.cacheaside.codec.Shop.Page;
import io.cacheaside.codec.Shop.Result;
import io.cacheaside.codec.Shop.Shape;
import io.cacheaside.codec.Shop.Tree;
import io.cacheaside.codec.Shop.Unit;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes are: a value of the declared type or a CodecException, at a bounded price. */
@Tag("heavy")
final class FuzzTest {
  private static final int PAYLOADS = 100_000;
  private static final long MOST_BYTES_ALLOCATED = 4 << 20;
  private static final int[] HUGE = {
    Integer.MAX_VALUE, Integer.MAX_VALUE - 15, 100_000_000, 10_000_000, 1 << 20, 65_536, -1
  };
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @SuppressWarnings("ArrayRecordComponent")
  private record Seed(ResolvedType type, Codec.TypeCodec codec, byte[] bytes) {}

  private static List<Seed> seeds() {
    List<Customer> customers = new ArrayList<>();
    Tree tree = new Tree("a", null, List.of());
    for (int i = 0; i < 6; i++) {
      customers.add(Shop.customer(i));
      tree = new Tree("é" + i, tree, new ArrayList<>(List.of(tree)));
    }
    Address home = new Address("s", "t", 5);
    Map<Type, Object> values = new LinkedHashMap<>();
    values.put(Customer.class, Shop.customer(1));
    values.put(new Declared<List<Customer>>() {}.type(), customers);
    values.put(Tree.class, tree);
    values.put(Bag.class, new Bag());
    values.put(Node.class, Node.chain(20));
    values.put(Order.class, new Order("o", 5, new Order("p", -6, null)));
    values.put(new Declared<Result<Address>>() {}.type(), new Failed<>("w", new Ok<>(home)));
    values.put(
        new Declared<Map<String, Shape>>() {}.type(),
        new TreeMap<>(Map.of("a", new Circle(1), "b", new Free(5), "c", Unit.POINT)));
    values.put(
        new Declared<Page<Address>>() {}.type(),
        new Page<>(List.of(home), new Address[] {home}, Map.of("a", home), null));
    List<Seed> seeds = new ArrayList<>();
    KryoCodec codec = new KryoCodec(KryoCodecOptions.defaults());
    values.forEach(
        (type, value) -> {
          Codec.TypeCodec typeCodec = codec.forType(type);
          seeds.add(
              new Seed(ResolvedType.of(type, Map.of()), typeCodec, typeCodec.encode(value, 0)));
        });
    return seeds;
  }

  @Test
  @Timeout(120)
  void decode_mutatedPayloads_giveAValueOfTheTypeOrCodecException() throws Exception {
    List<Seed> seeds = seeds();
    Mutation mutation = new Mutation(42, seeds.stream().map(Seed::bytes).toList(), HUGE);
    int decoded = 0;
    long mostAllocated = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      Seed seed = seeds.get(i % seeds.size());
      byte[] bytes = mutation.of(seed.bytes);
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      try {
        Object value = Declared.decode(seed.codec, bytes);
        mostAllocated = Math.max(mostAllocated, allocatedSince(before));
        TypeWalk.check(seed.type, value);
        decoded++;
      } catch (CodecException e) {
        mostAllocated = Math.max(mostAllocated, allocatedSince(before));
        assertThat(e.getCause()).isNotInstanceOf(VirtualMachineError.class);
        if (i % 16 == 0) { // what threw must not spoil what follows
          Object valid = Declared.decode(seed.codec, seed.bytes);
          assertThat(seed.codec.encode(valid, 0)).isEqualTo(seed.bytes);
        }
      }
    }
    assertThat(mostAllocated).isLessThan(MOST_BYTES_ALLOCATED);
    assertThat(decoded).isBetween(PAYLOADS / 100, PAYLOADS / 2); // the mutations reach deep
  }

  /** The same mutations, with lengths that cannot exhaust the heap, do break a plain Kryo. */
  @Test
  @Timeout(120)
  void plainKryo_mutatedPayloads_exceedTheBoundOnAllocation() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Output output = new Output(1024, -1);
      plainKryo().writeObject(output, new ArrayList<>(List.of(new int[] {i, 2, 3}, "text é" + i)));
      seeds.add(output.toBytes());
    }
    Mutation mutation = new Mutation(42, seeds, 10_000_000, 5_000_000);
    long mostAllocated = 0;
    for (int i = 0; i < 3000 && mostAllocated < MOST_BYTES_ALLOCATED; i++) {
      byte[] bytes = mutation.of(seeds.get(i % seeds.size()));
      Kryo kryo = plainKryo();
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      try {
        kryo.readObject(new Input(bytes), ArrayList.class);
      } catch (RuntimeException e) {
        assertThat(e).isNotInstanceOf(CodecException.class);
      }
      mostAllocated = Math.max(mostAllocated, allocatedSince(before));
    }
    assertThat(mostAllocated).isGreaterThan(MOST_BYTES_ALLOCATED);
  }

  private static Kryo plainKryo() {
    Kryo kryo = new Kryo();
    kryo.register(ArrayList.class);
    kryo.register(int[].class);
    return kryo;
  }

  private static long allocatedSince(long before) {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
