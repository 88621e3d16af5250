package io.lotse.docker;

import java.util.List;
import java.util.Map;

import io.vertx.core.json.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.docker.Container.Health;
import io.lotse.docker.Container.Port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContainerListTest {
    @Test
    void readsWhatAnEngineListsOfOneThatRuns() {
        Container web = Recorded.containers("1.43").get(0);

        assertThat(web.shortId()).isEqualTo("8dfafdbc3a40");
        assertThat(web.name()).isEqualTo("shop-web-1");
        assertThat(web.image()).isEqualTo("nginx:1.25");
        assertThat(web.labels()).containsEntry("com.docker.compose.project", "shop");
        assertThat(web.health()).isEqualTo(Health.HEALTHY);
        assertThat(web.ready()).isTrue();
        assertThat(web.ports())
                .containsExactly(
                        new Port(80, "tcp", "::", 32768),
                        new Port(80, "tcp", "0.0.0.0", 32768),
                        new Port(443, "tcp", null, null));
        assertThat(web.addresses()).containsExactly(Map.entry("shop_default", "172.18.0.3"));
    }

    @Test
    void passesOverWhatIsBetweenTwoStartsOfACrashLoop() {
        assertThat(Recorded.containers("1.43"))
                .extracting(Container::name)
                .containsExactly("shop-web-1", "shop_db_1", "Frozen_Cache");
    }

    @Test
    void oneThatStillStartsAndOneThatIsPausedAreNotReady() {
        List<Container> containers = Recorded.containers("1.43");

        assertThat(containers.get(1).health()).isEqualTo(Health.STARTING);
        assertThat(containers.get(1).ready()).isFalse();
        assertThat(containers.get(2).paused()).isTrue();
        assertThat(containers.get(2).ready()).isFalse();
    }

    @Test
    void readsHealthWhereNewerEnginesSayItAndAddressesOfIpv6() {
        Container api = Recorded.containers("1.52").get(0);

        assertThat(api.health()).isEqualTo(Health.UNHEALTHY);
        assertThat(api.addresses()).containsEntry("v6", "fd00::7");
    }

    @Test
    void readsSeveralNetworksAndPortsThatAreNotPublished() {
        Container gateway = Recorded.containers("1.47").get(0);

        assertThat(gateway.health()).isEqualTo(Health.UNHEALTHY);
        assertThat(gateway.addresses())
                .containsOnly(Map.entry("shop_front", "172.20.0.3"), Map.entry("shop_back", "172.21.0.2"));
        assertThat(gateway.ports())
                .containsExactly(
                        new Port(8080, "tcp", "0.0.0.0", 8080),
                        new Port(8080, "tcp", "::", 8080),
                        new Port(2019, "tcp", null, null),
                        new Port(9000, "tcp", null, null),
                        new Port(443, "udp", null, null));
    }

    @Test
    void oneInTheHostsNetworkHasNeitherPortsNorAddresses() {
        Container exporter = Recorded.containers("1.47").get(1);

        assertThat(exporter.ports()).isEmpty();
        assertThat(exporter.addresses()).isEmpty();
        assertThat(exporter.ready()).isTrue();
    }

    @Test
    void readsWhatPodmanSays() {
        List<Container> containers = Recorded.containers("podman-5");

        assertThat(containers).extracting(Container::name).containsExactly("cache", "rootless", "resting");
        assertThat(containers.get(0).labels()).isEmpty();
        assertThat(containers.get(0).ports())
                .containsExactly(new Port(6379, "tcp", null, 6379), new Port(9121, "tcp", null, null));
        assertThat(containers.get(0).addresses()).containsExactly(Map.entry("podman", "10.88.0.5"));
        assertThat(containers.get(1).addresses()).isEmpty();
        assertThat(containers.get(2).ready()).isFalse();
    }

    @Test
    void passesOverWhatHasAnotherShape() {
        List<Container> read = ContainerList.read(
                """
                [7, null, {"Id": 7}, {"State": "running"},
                 {"Id": "a", "State": "running", "Names": 7, "Ports": [{"PrivatePort": "x"}, {"PrivatePort": -1}, 3],
                  "Labels": {"a": 1, "b": "c"}, "NetworkSettings": {"Networks": []}}]
                """);

        assertThat(read).singleElement().satisfies(c -> {
            assertThat(c.name()).isEqualTo("a");
            assertThat(c.ports()).isEmpty();
            assertThat(c.labels()).containsExactly(Map.entry("b", "c"));
            assertThat(c.addresses()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[{\"Id\": ", "null", "<html>"})
    void saysThatAnAnswerIsNoList(String answer) {
        assertThatThrownBy(() -> ContainerList.read(answer)).isInstanceOf(DecodeException.class);
    }
}
