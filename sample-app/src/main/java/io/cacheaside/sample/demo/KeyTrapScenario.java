package io.cacheaside.sample.demo;

import io.cacheaside.sample.Discount;
import io.cacheaside.sample.demo.Measurement.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shops and customers whose names, put together with a colon, give the same key: ("a:b", "c") and
 * ("a", "b:c"), or null and "null". Does one customer get the discount of another?
 */
final class KeyTrapScenario implements Scenario {
  private static final @Nullable String[] NAMES = {
    "a", "b", "c", "a:b", "b:c", ":", "", "null", null, "a:", ":b", "a%3Ab", "a\\:b", "{a}", "A"
  };

  /** Returns a discount for each pair of names, all different. */
  static List<Discount> discounts() {
    List<Discount> discounts = new ArrayList<>();
    for (@Nullable String shop : NAMES) {
      for (@Nullable String customer : NAMES) {
        discounts.add(new Discount(shop, customer, discounts.size()));
      }
    }
    return discounts;
  }

  @Override
  public String name() {
    return "key-trap";
  }

  @Override
  public String title() {
    return "arguments whose concatenated keys collide, " + discounts().size() + " pairs";
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress) {
    long naive = play(environment.naive(), progress);
    long cached = play(environment.cacheAside(), progress);
    String measure = "wrong answers, of " + discounts().size();
    report.judge(name(), measure, Unit.COUNT, Criterion.exactly(0)).figures(naive, cached);
  }

  private static long play(Contender contender, Progress progress) {
    long wrong =
        discounts().stream()
            .filter(
                expected ->
                    !expected.equals(
                        contender.catalogue().discount(expected.shop(), expected.customer())))
            .count();
    progress.say("key-trap, %s: %d answers of another caller", contender, wrong);
    return wrong;
  }
}
