package io.lotse.observer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.Instance;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTest {
    private static final String ELSEWHERE = "10.1.2.3";
    private static final NodeInfo A = Samples.node("a", "host-a");
    private static final NodeInfo B = Samples.node("b", "host-b");
    private static final NodeInfo C = Samples.node("c", "host-c");

    @Test
    void eachInstanceIsCheckedByExactlyOneMember() {
        Map<String, String> owners = owners(instances(ELSEWHERE), List.of(A, B, C));

        assertThat(owners).hasSize(1_000);
        assertThat(List.of("a", "b", "c")).allSatisfy(node -> assertThat(
                        owners.values().stream().filter(node::equals).count())
                .isBetween(250L, 420L));
    }

    @Test
    void onlyTheShareOfTheDeadMoves() {
        Map<String, String> before = owners(instances(ELSEWHERE), List.of(A, B, C));
        Map<String, String> after = owners(instances(ELSEWHERE), List.of(A, C));

        assertThat(after).hasSize(1_000).doesNotContainValue("b");
        before.forEach((id, owner) -> {
            if (!owner.equals("b")) {
                assertThat(after).containsEntry(id, owner);
            }
        });
    }

    @Test
    void aNodeThatComesBackGetsTheShareThatItHad() {
        NodeInfo again =
                new NodeInfo("another-id", "b", "host-b", B.roles(), null, null, B.cluster(), 2, "test", Instant.EPOCH);

        assertThat(owners(instances(ELSEWHERE), List.of(A, again, C)))
                .isEqualTo(owners(instances(ELSEWHERE), List.of(A, B, C)));
    }

    @Test
    void aNameIsToldOfByOneNodeOfTheMeshAndByOneOfEachHost() {
        NodeInfo besideA = Samples.node("a2", "host-a");
        List<NodeInfo> members = List.of(A, besideA, B);

        for (int i = 0; i < 100; i++) {
            String name = "orders-" + i;
            assertThat(members).filteredOn(n -> shares(n, members).mine(name)).hasSize(1);
            assertThat(members)
                    .filteredOn(n -> shares(n, members).mineOfHost(name))
                    .hasSize(2)
                    .contains(B);
        }
    }

    private static Shares shares(NodeInfo self, List<NodeInfo> members) {
        return new Shares(ObserverConfig.of(self.id(), self.name(), self.host()), members);
    }

    @Test
    void twoNodesOfOneNameShareAsWell() {
        NodeInfo twin =
                new NodeInfo("b-twin-id", "b", "host-b", B.roles(), null, null, B.cluster(), 2, "test", Instant.EPOCH);

        assertThat(owners(instances(ELSEWHERE), List.of(B, twin))).hasSize(1_000);
    }

    @Test
    void aLoopbackEndpointIsCheckedByMembersOfItsOwnHostOnly() {
        NodeInfo second = Samples.node("a2", "host-a");

        assertThat(owners(instances("127.0.0.1"), List.of(A, B, C, second)).values())
                .hasSize(1_000)
                .containsOnly("a", "a2");
        assertThat(owners(instances("::1"), List.of(B, C))).isEmpty();
    }

    @Test
    void membersThatDoNotObserveHaveNoShare() {
        NodeInfo gateway =
                new NodeInfo("g-id", "g", "host-g", List.of("gateway"), null, null, "h:1", 1, "test", Instant.EPOCH);

        assertThat(owners(instances(ELSEWHERE), List.of(A, gateway), List.of(A)).values())
                .containsOnly("a");
    }

    private static Map<String, String> owners(List<Instance> instances, List<NodeInfo> members) {
        return owners(instances, members, members);
    }

    /** Who checks what; fails if two members check the same. */
    private static Map<String, String> owners(List<Instance> instances, List<NodeInfo> members, List<NodeInfo> asked) {
        Map<String, String> owners = new HashMap<>();
        for (NodeInfo node : asked) {
            Shares shares = new Shares(ObserverConfig.of(node.id(), node.name(), node.host()), members);
            for (Instance instance : instances) {
                if (shares.mine(instance)) {
                    assertThat(owners.put(instance.serviceId(), node.name()))
                            .as("who else checks %s", instance.serviceId())
                            .isNull();
                }
            }
        }
        return owners;
    }

    private static List<Instance> instances(String ipAddress) {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            instances.add(Samples.instance("orders-" + i, ipAddress, 8000, "/health"));
        }
        return instances;
    }
}
