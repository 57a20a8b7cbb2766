package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisConnectionException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new user reads of a server that is none, or another one. */
class FailuresTest {

  @Test
  void hostNameThatNobodyKnows_isSaidInWords() {
    UnknownHostException unknown = new UnknownHostException("Failed to resolve 'no.such.host'");
    unknown.initCause(new IOException("Query failed with NXDOMAIN"));

    assertThat(Failures.rootMessage(new RedisConnectionException("Unable to connect", unknown)))
        .isEqualTo(
            "its host name cannot be resolved (Query failed with NXDOMAIN); correct the host in the"
                + " Redis URI, or the DNS");
  }

  /** It says nothing about what the server answers. */
  @Test
  void connectionThatIsClosedBeforeItIsLookedAt_isNoWrongAnswer() {
    Throwable failure =
        Failures.ofHandshake(
            new IllegalStateException("RedisHandshakeHandler not registered"), false);

    assertThat(Failures.isWrongAnswer(failure)).isFalse();
    assertThat(Failures.rootMessage(failure)).isEqualTo("Connection closed prematurely");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERR DB index is out of range | ; correct the database in the Redis URI",
        "WRONGPASS invalid username-password pair | ; check user and password in the Redis URI",
        "ERR max number of clients reached | ''"
      })
  void errorAtTheFirstCommand_saysWhatToDo(String error, String advice) {
    assertThat(Failures.adviceOnHandshake(error)).isEqualTo(advice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CLUSTER  | ERR This instance has cluster support disabled"
            + "| it is no node of a cluster: write redis:// or rediss:// in the Redis URI",
        "SENTINEL | ERR unknown command 'SENTINEL', with args beginning with: 'MASTERS'"
            + "| it is no Sentinel: name the port of one, or write redis:// in the Redis URI"
      })
  void serverOfAnotherKind_saysWhichUriIsMeant(String command, String error, String advice) {
    assertThat(Failures.refused("Redis at a:1", command, error))
        .hasMessage("Redis at a:1 refused " + command + ": " + error + "; " + advice);
  }
}
