package io.cacheaside.benchmarks;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** This framework: {@link CustomerService}, woven, with an installed runtime. */
public final class Woven implements Contender {
  static final String NAME = "cacheaside";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "CacheAside";
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    CacheAsideRuntime runtime =
        CacheAsideRuntime.install(
            CacheAsideConfig.builder()
                .redis(redisUri)
                .app("cacheaside")
                .commandTimeout(HandWritten.COMMAND_TIMEOUT)
                .requireRedisAtStart(true)
                .startTimeout(Duration.ofSeconds(30))
                .build());
    return new Repository(new CustomerService(source), runtime);
  }

  private record Repository(CustomerService service, CacheAsideRuntime runtime)
      implements CachedRepository {
    @Override
    public Object customer(long id) {
      return service.find(id);
    }

    @Override
    public Object orders(long id) {
      return service.findOrders(id);
    }

    @Override
    public @Nullable Object missing(long id) {
      return service.findMissing(id);
    }

    @Override
    public void invalidate(long id) {
      service.changed(id);
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
