package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/** Both sides do the same work, and what the report needs exists. */
class BaselineTest {
  private final Customer customer = Customer.of(Ids.FIRST);
  private final PlainKryo kryo = new PlainKryo();
  private final KryoCodec codec = new KryoCodec(KryoCodecOptions.defaults());

  @Test
  void record_bothCodecs_sameValueOfTheSameSize() {
    byte[] plain = kryo.encode(customer);
    byte[] ours = codec.forType(Customer.class).encode(customer, 0);

    assertThat(kryo.decode(plain, Customer.class)).isEqualTo(customer);
    assertThat(codec.forType(Customer.class).decode(ours, 0, ours.length)).isEqualTo(customer);
    assertThat(plain.length).isBetween(330, 370);
    assertThat(ours.length).isBetween(plain.length - 20, plain.length + 20);
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
  void comparisons_everyRow_isABenchmark() {
    for (Comparison comparison : Comparison.all(1)) {
      List<String> benchmarks =
          Arrays.stream(comparison.owner().getMethods())
              .filter(method -> method.isAnnotationPresent(Benchmark.class))
              .map(Method::getName)
              .toList();
      assertThat(comparison.rows()).extracting(Comparison.Row::method).isSubsetOf(benchmarks);
    }
  }

  @Test
  void line_missedTarget_saysSo() {
    Measurement byHand = new Measurement(Comparison.Row.of("by hand", "byHand"));
    byHand.add(new Measurement.Round(30_000, 90_000, 2_000, 0.5));
    Measurement woven =
        new Measurement(Comparison.Row.of("woven", "woven").against("byHand").promising(1.15, 1.1));
    woven.add(new Measurement.Round(33_000, 80_000, 2_400, 0.5));

    assertThat(Report.line(woven, byHand).strip().split(" {2,}"))
        .containsExactly(
            "woven", "33.0 us", "80.0 us", "2,400", "1.10", "1.20", "1.15, 1.10: MISSED");
  }

  @Test
  void settings_unknownOption_isNamed() {
    assertThat(Benchmarks.Settings.parse("--quick", "--json", "a.json").json())
        .isEqualTo(Path.of("a.json"));
    assertThatThrownBy(() -> Benchmarks.Settings.parse("--fast"))
        .hasMessage("\"--fast\" is no option; there are --quick, --thorough and --json FILE");
  }
}
