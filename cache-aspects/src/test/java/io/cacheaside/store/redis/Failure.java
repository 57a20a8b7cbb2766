package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The store exception with which a call must fail. */
public record Failure(StoreException exception) {

  public static Failure of(CompletableFuture<?> call) {
    try {
      throw new AssertionError(
          "The call did not fail but returned " + call.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        return new Failure(failure);
      }
      throw new AssertionError("The call failed with something else", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("The call did not end", e);
    }
  }

  public Failure has(StoreException.Reason reason) {
    assertThat(exception.reason()).as(exception.getMessage()).isEqualTo(reason);
    return this;
  }

  public Failure says(String message) {
    assertThat(exception).hasMessage(message);
    return this;
  }
}
