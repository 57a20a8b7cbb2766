package io.cacheaside.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.ContenderContract;
import io.cacheaside.benchmarks.contenders.Contenders;
import io.cacheaside.benchmarks.contenders.Source;
import io.cacheaside.testing.SharedRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnContendersTest {
  private static final Duration SHORT = Duration.ofMillis(200); // it would be in vain anyway

  @Test
  void everyContender_realRedis_hitsMissesAndInvalidates() throws Exception {
    List<Contender> contenders = Contenders.all();

    assertThat(contenders)
        .extracting(Contender::name)
        .containsExactly("hand", "tuned", "raw", "cacheaside");
    for (Contender contender : contenders) {
      ContenderContract.verify(contender, SharedRedis.uri());
    }
  }

  @Test
  void contract_cacheThatForgetsInvalidations_isRejected() {
    Contender forgetful =
        new Altered() {
          @Override
          public CachedRepository open(String redisUri, Source source) {
            return new Delegating(new TunedByHand().open(redisUri, source)) {
              @Override
              public void invalidate(long id) {}
            };
          }
        };

    assertThatThrownBy(() -> ContenderContract.verify(forgetful, SharedRedis.uri(), SHORT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("altered: an invalidation has no effect");
  }

  @Test
  void contract_repositoryThatDoesNotCache_isRejected() {
    Contender lazy =
        new Altered() {
          @Override
          public CachedRepository open(String redisUri, Source source) {
            return new Delegating(new TunedByHand().open(redisUri, source)) {
              @Override
              public Object orders(long id) {
                return source.orders(id);
              }
            };
          }
        };

    assertThatThrownBy(() -> ContenderContract.verify(lazy, SharedRedis.uri(), SHORT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("altered: orders is not cached");
  }

  @Test
  void contender_unknownName_isNamed() {
    assertThatThrownBy(() -> Contenders.named("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no contender on the class path is called \"none\"; there are [hand, tuned, raw,"
                + " cacheaside]");
  }

  private abstract static class Altered implements Contender {
    @Override
    public String name() {
      return "altered";
    }

    @Override
    public String title() {
      return "altered";
    }
  }

  private static class Delegating implements CachedRepository {
    private final CachedRepository to;

    Delegating(CachedRepository to) {
      this.to = to;
    }

    @Override
    public Object customer(long id) throws Exception {
      return to.customer(id);
    }

    @Override
    public Object orders(long id) throws Exception {
      return to.orders(id);
    }

    @Override
    public Object missing(long id) throws Exception {
      return to.missing(id);
    }

    @Override
    public void invalidate(long id) throws Exception {
      to.invalidate(id);
    }

    @Override
    public void close() throws Exception {
      to.close();
    }
  }
}
