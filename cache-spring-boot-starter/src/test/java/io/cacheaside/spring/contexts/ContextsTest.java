package io.cacheaside.spring.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** Tests whose contexts Spring keeps open, in one JVM: each finds its own runtime in force. */
class ContextsTest {

  @ParameterizedTest
  @CsvSource({
    "InMemory, OtherMemory, Uncached, InMemory",
    "Uncached, OtherMemory, InMemory, Uncached",
    "OtherMemory, Uncached, InMemory, OtherMemory"
  })
  void testsOfThreeConfigurations_haveEachTheirOwn_inAnyOrder(
      String first, String second, String third, String again) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    for (String each : new String[] {first, second, third, again}) {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      DiscoverySelectors.selectClass(
                          ContextsTest.class.getPackageName() + "." + each + "Case"))
                  .build(),
              summary);
      assertThat(summary.getSummary().getFailures().stream().map(Failure::getException)).isEmpty();
      assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
    }
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
  }
}
