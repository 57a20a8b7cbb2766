package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.LeaseToken;
import org.junit.jupiter.api.Test;

class LeaseTokensTest {
  private final LeaseTokens tokens = new LeaseTokens(17);

  @Test
  void next_token_isNeverZeroAndNeverRepeated() {
    assertThat(tokens.next()).isEqualTo(new LeaseToken(Long.MIN_VALUE | 17, 1));
    assertThat(tokens.next()).isEqualTo(new LeaseToken(Long.MIN_VALUE | 17, 2));
    assertThat(LeaseTokens.random().next().instance()).isNegative();
    assertThat(LeaseTokens.random().next().instance())
        .isNotEqualTo(LeaseTokens.random().next().instance());
  }

  @Test
  void isOwn_tellsTokensOfThisJvm() {
    assertThat(tokens.isOwn(tokens.next())).isTrue();
    assertThat(tokens.isOwn(new LeaseToken(18, 1))).isFalse();
  }
}
