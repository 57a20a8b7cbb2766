package io.cacheaside.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.TransactionHook;
import io.cacheaside.spi.TransactionHook.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvalidationScopeTest {
  private final TransactionHook hook = InvalidationScope.hook();
  private final List<Outcome> outcomes = new ArrayList<>();

  @AfterEach
  void noScopeIsLeft() {
    assertThat(hook.isActive()).isFalse();
    assertThat(hook.state(this)).isNull();
  }

  private void attach() {
    hook.attach(this, "state", outcomes::add);
  }

  private static void assertMisuse(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(IllegalStateException.class).hasMessage(message);
  }

  @Test
  void committed_tellsAtOnce() {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      assertThat(hook.isActive()).isTrue();
      attach();
      assertThat(hook.state(this)).isEqualTo("state");
      assertThat(hook.state("another owner")).isNull();
      scope.committed();
      assertThat(outcomes).containsExactly(Outcome.COMMITTED);
      assertThat(hook.isActive()).as("the transaction is over").isFalse();
    }
    assertThat(outcomes).containsExactly(Outcome.COMMITTED);
  }

  @Test
  void rolledBack_tells() {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      attach();
      scope.rolledBack();
    }
    assertThat(outcomes).containsExactly(Outcome.ROLLED_BACK);
  }

  @Test
  void closedWithoutOutcome_isUnknown() {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      attach();
    }
    assertThat(outcomes).containsExactly(Outcome.UNKNOWN);
  }

  @Test
  void inner_waitsForTheOutermost() {
    try (InvalidationScope outer = InvalidationScope.begin()) {
      try (InvalidationScope inner = InvalidationScope.begin()) {
        attach();
        inner.committed();
      }
      assertThat(outcomes).isEmpty();
      assertThat(hook.state(this)).isEqualTo("state");
      outer.committed();
    }
    assertThat(outcomes).containsExactly(Outcome.COMMITTED);
  }

  @Test
  void inner_rolledBackAndOuterToo_isRolledBack() {
    try (InvalidationScope outer = InvalidationScope.begin()) {
      try (InvalidationScope inner = InvalidationScope.begin()) {
        attach();
        inner.rolledBack();
      }
      outer.rolledBack();
    }
    assertThat(outcomes).containsExactly(Outcome.ROLLED_BACK);
  }

  @Test
  void inner_committedButOuterRolledBack_isUnknown() {
    try (InvalidationScope outer = InvalidationScope.begin()) {
      try (InvalidationScope middle = InvalidationScope.begin()) {
        try (InvalidationScope inner = InvalidationScope.begin()) {
          attach();
          inner.committed();
        }
        middle.rolledBack();
      }
      outer.rolledBack();
    }
    assertThat(outcomes).containsExactly(Outcome.UNKNOWN);
  }

  @Test
  void toldTwice_isRefused() {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      attach();
      scope.committed();
      assertMisuse(
          scope::rolledBack,
          "InvalidationScope.rolledBack() but the scope has been told that its transaction"
              + " committed; begin one scope for each transaction");
      assertMisuse(
          InvalidationScope::begin,
          "InvalidationScope.begin() in a scope that has been told that its transaction committed;"
              + " close that scope first");
    }
    assertThat(outcomes).containsExactly(Outcome.COMMITTED);
  }

  @Test
  void toldAfterClose_isRefused() {
    InvalidationScope scope = InvalidationScope.begin();
    scope.close();
    scope.close();
    assertMisuse(
        scope::committed,
        "InvalidationScope.committed() after close(); call it inside the try block");
  }

  @Test
  void outerToldWhileInnerIsOpen_isRefused() {
    try (InvalidationScope outer = InvalidationScope.begin();
        InvalidationScope inner = InvalidationScope.begin()) {
      assertMisuse(
          outer::committed,
          "InvalidationScope.committed() while a scope within it is open; close the inner scope"
              + " first");
    }
  }

  @Test
  void outerClosedBeforeInner_endsBothAndIsRefused() {
    InvalidationScope outer = InvalidationScope.begin();
    InvalidationScope inner = InvalidationScope.begin();
    attach();
    assertMisuse(
        outer::close,
        "InvalidationScope.close() while a scope within it is open; the inner scope was closed too:"
            + " begin scopes in try-with-resources, so that they end in order");
    assertThat(outcomes).containsExactly(Outcome.UNKNOWN);
    inner.close();
  }

  @Test
  void otherThread_isRefused() throws InterruptedException {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      List<Throwable> thrown = new ArrayList<>();
      Thread other =
          new Thread(
              () -> {
                try {
                  assertThat(hook.isActive()).isFalse();
                  scope.committed();
                } catch (Throwable e) {
                  thrown.add(e);
                }
              },
              "worker-1");
      other.start();
      other.join();
      assertThat(thrown)
          .singleElement()
          .isInstanceOf(IllegalStateException.class)
          .hasToString(
              "java.lang.IllegalStateException: InvalidationScope.committed() on the thread"
                  + " worker-1, but "
                  + Thread.currentThread().getName()
                  + " began the scope; a scope is for one thread, end it there");
    }
  }
}
