package io.cacheaside.store.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.topology.ClusterView.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final HostAndPort ASKED = new HostAndPort("asked", 7000);

  private final ClusterView view = new ClusterView();

  private static Server server(String host, int port) {
    HostAndPort place = new HostAndPort(host, port);
    return new Server(place, place);
  }

  @Test
  void primaries_ownTheirRanges_andReplicasNone() {
    view.add(
        """
        a 10.0.0.1:7000@17000 myself,master - 0 0 1 connected 0-5 9 [10->-b]
        b 10.0.0.2:7001@17001 slave a 0 0 1 connected
        c 10.0.0.3:7002@17002,shard.example master,fail? - 0 0 2 disconnected 6-8
        """,
        ASKED);
    assertThat(view.owner(0)).isEqualTo(server("10.0.0.1", 7000));
    assertThat(view.owner(5)).isEqualTo(server("10.0.0.1", 7000));
    assertThat(view.owner(9)).isEqualTo(server("10.0.0.1", 7000));
    assertThat(view.owner(10)).as("on its way").isNull();
    assertThat(view.owner(7).at()).isEqualTo(new HostAndPort("shard.example", 7002));
    assertThat(view.owner(7).isAt(new HostAndPort("10.0.0.3", 7002))).isTrue();
    assertThat(view.owner(7).isAt(new HostAndPort("shard.example", 7002))).isTrue();
    assertThat(view.owner(7).isAt(new HostAndPort("10.0.0.3", 7000))).isFalse();
    assertThat(view.owners()).hasSize(2);
    assertThat(view.places()).hasSize(3);
  }

  @Test
  void nodesThatDiffer_theOneElectedLastIsRight() {
    String old = "a 10.0.0.1:7000@17000 master - 0 0 1 connected 0-10\n";
    String elected = "b 10.0.0.2:7001@17001 master - 0 0 7 connected 0-10\n";
    view.add(old, ASKED);
    view.add(elected, ASKED);
    view.add(old, ASKED);
    assertThat(view.owner(3)).isEqualTo(server("10.0.0.2", 7001));
  }

  @Test
  void nodeThatDoesNotKnowItsAddress_isWhereItWasAsked() {
    view.add("a :7000@17000 myself,master - 0 0 0 connected 1\n", ASKED);
    assertThat(view.owner(1)).isEqualTo(server("asked", 7000));
  }

  @Test
  void ipv6_isTakenApart() {
    view.add("a 2001:db8::1:7000@17000 master - 0 0 0 connected 1\n", ASKED);
    assertThat(view.owner(1)).isEqualTo(server("2001:db8::1", 7000));
  }

  @Test
  void nodesWithoutAddress_areLeftOut() {
    view.add(
        """
        a :0@0 master,noaddr - 0 0 1 disconnected 0-16383
        b 10.0.0.2:7001@17001 handshake - 0 0 0 disconnected
        too short
        """,
        ASKED);
    assertThat(view.owners()).isEmpty();
    assertThat(view.places()).isEmpty();
  }

  private static final String GIVER = "a 10.0.0.1:7000@17000 %s - 0 0 1 connected %s\n";
  private static final String OTHER = "b 10.0.0.2:7001@17001 master - 0 0 2 connected 6-8\n";
  private static final String NEW = "c 10.0.0.3:7002@17002 master - 0 0 3 connected %s\n";
  private static final Server NEWCOMER = server("10.0.0.3", 7002);

  /** The slots 0 to 5 were the first one's and 6 to 8 the second one's. */
  private static @Nullable Server before(int slot) {
    return slot <= 5 ? server("10.0.0.1", 7000) : slot <= 8 ? server("10.0.0.2", 7001) : null;
  }

  private boolean wereMoved(String... lines) {
    view.add(String.join("", lines), ASKED);
    return view.wereMovedTo(NEWCOMER, ClusterViewTest::before);
  }

  @Test
  void slots_ofPrimariesThatServeOthers_wereMoved() {
    assertThat(wereMoved(GIVER.formatted("master", "0-3"), OTHER, NEW.formatted("4-5"))).isTrue();
  }

  @Test
  void slots_allOfAPrimary_wereTaken() {
    assertThat(wereMoved(GIVER.formatted("master", ""), OTHER, NEW.formatted("0-5"))).isFalse();
    assertThat(wereMoved(GIVER.formatted("slave", ""), OTHER, NEW.formatted("0-5"))).isFalse();
  }

  @Test
  void slots_allOfOnePrimaryAndSomeOfAnother_wereTaken() {
    assertThat(
            wereMoved(
                GIVER.formatted("master", ""),
                "b 10.0.0.2:7001@17001 master - 0 0 2 connected 7-8\n",
                NEW.formatted("0-6")))
        .isFalse();
  }

  @Test
  void slots_ofAPrimaryThatMayBeDown_wereTaken() {
    assertThat(wereMoved(GIVER.formatted("master,fail?", "0-3"), OTHER, NEW.formatted("4-5")))
        .isFalse();
  }

  @Test
  void slots_ofAPrimaryThatSomebodyDoubts_wereTaken() {
    assertThat(wereMoved(GIVER.formatted("master", "0-3"), OTHER, NEW.formatted("4-5"))).isTrue();
    assertThat(wereMoved(GIVER.formatted("master,fail", "0-3"))).isFalse();
  }

  @Test
  void slots_thatNobodyServed_wereTaken() {
    assertThat(wereMoved(GIVER.formatted("master", "0-5"), OTHER, NEW.formatted("9"))).isFalse();
  }
}
