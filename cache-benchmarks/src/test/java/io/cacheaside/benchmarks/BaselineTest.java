package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.benchmarks.contenders.Contenders;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.benchmarks.contenders.Scenario;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Both sides do the same work, and what the report needs exists. */
class BaselineTest {
  private final Customer customer = Customer.of(Ids.FIRST);
  private final OrderHistory orders = OrderHistory.of(Ids.FIRST);
  private final PlainKryo kryo = new PlainKryo();
  private final KryoRedisCodec redisCodec = new KryoRedisCodec();
  private final KryoCodec codec = new KryoCodec(KryoCodecOptions.defaults());

  @Test
  void customer_allCodecs_sameValueOfTheSameSize() {
    byte[] plain = kryo.encode(customer);
    byte[] ours = codec.forType(Customer.class).encode(customer, 0);
    ByteBuffer inRedis = redisCodec.encodeValue(customer);

    assertThat(kryo.decode(plain, Customer.class)).isEqualTo(customer);
    assertThat(codec.forType(Customer.class).decode(ours, 0, ours.length)).isEqualTo(customer);
    assertThat(plain.length).isBetween(330, 370);
    assertThat(ours.length).isBetween(plain.length - 20, plain.length + 20);
    assertThat(inRedis.remaining()).isBetween(plain.length, plain.length + 2);
    assertThat(redisCodec.decodeValue(inRedis)).isEqualTo(customer);
  }

  @Test
  void bean_bothCodecs_sameValueOfTheSameSize() {
    CustomerBean bean = CustomerBean.of(customer);
    byte[] plain = kryo.encode(bean);
    byte[] ours = codec.forType(CustomerBean.class).encode(bean, 0);

    assertThat(kryo.decode(plain, CustomerBean.class).toRecord()).isEqualTo(customer);
    CustomerBean decoded =
        (CustomerBean) codec.forType(CustomerBean.class).decode(ours, 0, ours.length);
    assertThat(decoded.toRecord()).isEqualTo(customer);
    assertThat(plain.length).isBetween(330, 370);
    assertThat(ours.length).isBetween(plain.length - 20, plain.length + 20);
  }

  @Test
  void orders_allCodecs_sameValueOfTheSameSize() {
    byte[] plain = kryo.encode(orders);
    byte[] ours = codec.forType(OrderHistory.class).encode(orders, 0);
    ByteBuffer inRedis = redisCodec.encodeValue(orders);

    assertThat(kryo.decode(plain, OrderHistory.class)).isEqualTo(orders);
    assertThat(codec.forType(OrderHistory.class).decode(ours, 0, ours.length)).isEqualTo(orders);
    assertThat(plain.length).isBetween(28_000, 32_000);
    assertThat(ours.length).isBetween(plain.length, plain.length * 115 / 100); // tagged items
    assertThat(inRedis.remaining()).isBetween(plain.length, plain.length + 2);
    assertThat(redisCodec.decodeValue(inRedis)).isEqualTo(orders);
  }

  @Test
  void parts_everyStep_isABenchmark() {
    for (Part part : Part.ALL) {
      List<String> benchmarks =
          Arrays.stream(part.owner().getMethods())
              .filter(method -> method.isAnnotationPresent(Benchmark.class))
              .map(Method::getName)
              .toList();
      assertThat(part.steps()).extracting(Part.Step::method).isSubsetOf(benchmarks);
    }
  }

  @Test
  void promises_everyOne_hasARowThatIsCompared() {
    List<Entrant> entrants =
        Contenders.all().stream()
            .map(one -> new Entrant(one.name(), one.title(), one.operations(), "", false))
            .toList();
    Map<String, List<String>> promised = new LinkedHashMap<>();
    ScenarioRounds.Plan none = new ScenarioRounds.Plan(0, 0, 0, 0);
    Set<Scenario> all = EnumSet.allOf(Scenario.class);
    for (Section section : new ScenarioRounds(entrants, all, none, text -> {}).measure()) {
      for (Row row : section.rows()) {
        row.promises()
            .forEach(
                one ->
                    promised
                        .computeIfAbsent(section.word(), word -> new ArrayList<>())
                        .add(one.metric() + " " + one.bound()));
        assertThat(row.promises().isEmpty() || row.isCompared()).isTrue();
      }
    }

    Map<String, List<String>> expected =
        new LinkedHashMap<>(
            Map.of(
                "hit350x1", List.of("P50 1.1", "BYTES 1.0"),
                "hit350x32", List.of("RATE 2.0"),
                "hit30kx8", List.of("P50 0.55"),
                "miss", List.of("P50 1.5")));
    if (Scenario.HIT_350_256_VIRTUAL.possibleHere()) {
      expected.put("hit350x256v", List.of("RATE 3.0"));
    }
    assertThat(promised).isEqualTo(expected);
  }
}
