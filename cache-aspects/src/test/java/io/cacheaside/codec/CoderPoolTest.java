package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.kryo5.util.Util;
import com.sun.management.ThreadMXBean;
import io.cacheaside.codec.Shop.Customer;
import io.cacheaside.spi.Codec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class CoderPoolTest {

  @Test
  void coder_givenBack_isTakenAgainByItsThread() {
    CoderPool pool = new CoderPool(4, 1000);
    Coder coder = pool.take();
    assertThat(pool.take()).isNotSameAs(coder);
    pool.give(coder);
    assertThat(pool.idle()).isEqualTo(1);
    assertThat(pool.take()).isSameAs(coder);
  }

  @Test
  void pool_full_dropsCoders() {
    CoderPool pool = new CoderPool(2, 1000);
    for (int i = 0; i < 5; i++) {
      pool.give(new Coder(1000));
    }
    assertThat(pool.idle()).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void codec_underManyThreads_keepsValuesApart() throws Exception {
    KryoCodec codec = new KryoCodec(KryoCodecOptions.defaults().withPoolSize(4));
    Codec.TypeCodec customers = codec.forType(Customer.class);
    Codec.TypeCodec strings = codec.forType(String.class);
    ExecutorService threads = manyThreads();
    List<Future<?>> results = new ArrayList<>();
    for (int task = 0; task < 500; task++) {
      int number = task;
      results.add(
          threads.submit(
              () -> {
                Customer customer = Shop.customer(number);
                for (int i = 0; i < 20; i++) {
                  byte[] bytes = customers.encode(customer, 96);
                  assertThat(customers.decode(bytes, 96, bytes.length - 96)).isEqualTo(customer);
                  String text = "é".repeat(number + i);
                  assertThat(Declared.decode(strings, strings.encode(text, 0))).isEqualTo(text);
                }
              }));
    }
    for (Future<?> result : results) {
      result.get();
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Virtual threads where there are any. */
  private static ExecutorService manyThreads() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return Executors.newFixedThreadPool(32);
    }
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Test
  void largeBuffers_areNotKept() {
    Coder coder = new Coder(8 << 20);
    Slot root = TypePlanner.plan(String.class, AllowList.of(List.of())).root();
    byte[] large = coder.encode(root, "é".repeat(1 << 20), 0, 0);
    assertThat(coder.bufferLength()).isEqualTo(2048);
    assertThat(coder.decode(root, large, 0, large.length)).isEqualTo("é".repeat(1 << 20));
    assertThat(coder.charsLength()).isLessThan(100);
  }

  @Test
  void largeValue_likeTheLastOne_isEncodedWithoutGrowth() {
    Codec.TypeCodec strings = Declared.codec(String.class);
    String text = "é".repeat(200_000);
    int length = strings.encode(text, 96).length;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    strings.encode(text, 96);
    long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(after - before).isBetween(2L * length, length * 9L / 4); // the buffer, the result
  }

  @Test
  void unsafe_isOff_andTheSystemPropertyAsBefore() {
    assertThat(new Coder(1000)).isNotNull();
    assertThat(Util.unsafe).isFalse();
    assertThat(System.getProperty("kryo.unsafe")).isNull();
  }
}
