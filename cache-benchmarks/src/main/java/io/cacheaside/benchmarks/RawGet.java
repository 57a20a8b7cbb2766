package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Contender;
import io.cacheaside.benchmarks.contenders.Operation;
import io.cacheaside.benchmarks.contenders.Source;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GET alone, by {@link HandWritten}: nothing is decoded. What is left is the client's. */
public final class RawGet implements Contender {

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public String title() {
    return "raw GET";
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.SMALL_HIT, Operation.LARGE_HIT);
  }

  @Override
  public CachedRepository open(String redisUri, Source source) {
    return new Repository(new HandWritten(redisUri, "raw", source));
  }

  private record Repository(HandWritten redis) implements CachedRepository {
    @Override
    public Object customer(long id) throws Exception {
      byte[] found = redis.customerBytes(id);
      return found == null ? redis.customer(id) : found;
    }

    @Override
    public Object orders(long id) throws Exception {
      byte[] found = redis.orderBytes(id);
      return found == null ? redis.orders(id) : found;
    }

    @Override
    public @Nullable Object missing(long id) {
      throw new UnsupportedOperationException("GET alone decodes nothing, absence neither");
    }

    @Override
    public void invalidate(long id) throws Exception {
      redis.invalidate(id);
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
