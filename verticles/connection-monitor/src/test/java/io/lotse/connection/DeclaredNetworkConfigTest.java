package io.lotse.connection;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.network.NetworkAxis;

import static org.assertj.core.api.Assertions.assertThat;

class DeclaredNetworkConfigTest {
    @Test
    void readsEachKindOfTargetWithItsOwnTimes() {
        NetworkConfig read = read(Map.of(
                "targets",
                List.of(
                        Map.of("name", "web", "axis", "internet", "tcp", "192.0.2.1:443", "interval", "30s"),
                        Map.of("name", "names", "axis", "dns", "dns", "example.org", "server", "192.0.2.53:5353"),
                        Map.of("name", "v6", "dns", "example.org", "server", "2001:db8::1"),
                        Map.of("name", "api", "axis", "kubernetes", "http", "https://192.0.2.2:6443/livez"),
                        Map.of("name", "tunnel", "axis", "vpn", "icmp", "10.8.0.1", "timeout", "500ms"))));

        assertThat(read.targets())
                .containsExactly(
                        NetworkConfig.loopback(NetworkConfig.DEFAULT_TIMES),
                        new Target("web", NetworkAxis.INTERNET, new Check.Tcp("192.0.2.1", 443, false), s(30), s(2)),
                        new Target(
                                "names", NetworkAxis.DNS, new Check.Dns("example.org", "192.0.2.53", 5353), s(5), s(2)),
                        new Target(
                                "v6", NetworkAxis.OTHER, new Check.Dns("example.org", "2001:db8::1", 53), s(5), s(2)),
                        new Target(
                                "api",
                                NetworkAxis.KUBERNETES,
                                new Check.Http("https://192.0.2.2:6443/livez"),
                                s(5),
                                s(2)),
                        new Target(
                                "tunnel", NetworkAxis.VPN, new Check.Icmp("10.8.0.1"), s(5), Duration.ofMillis(500)));
    }

    @Test
    void readsWhenToBelieveAndTheGatewayOfTheLan() {
        NetworkConfig read = read(Map.of(
                "failures_until_offline",
                5,
                "successes_until_online",
                1,
                "member_interval",
                "1s",
                "lan_gateway",
                Map.of("interval", "3s"),
                "member_kept",
                "1h"));

        assertThat(read.failuresUntilOffline()).isEqualTo(5);
        assertThat(read.successesUntilOnline()).isEqualTo(1);
        assertThat(read.members()).isEqualTo(new NetworkConfig.Times(s(1), s(1)));
        assertThat(read.lanGateway()).isEqualTo(new NetworkConfig.Times(s(3), s(2)));
        assertThat(read.memberKept()).isEqualTo(Duration.ofHours(1));
        assertThat(read(Map.of("lan_gateway", true)).lanGateway()).isEqualTo(NetworkConfig.DEFAULT_TIMES);
    }

    @Test
    void tellsAllMistakesAtOnce() {
        List<FieldError> mistakes = DeclaredNetworkConfig.read(Map.of(
                        "targets",
                        List.of(
                                Map.of("name", "a", "tcp", "no-port"),
                                Map.of("name", "b", "tcp", "h:1", "http", "http://h"),
                                Map.of("name", "c", "axis", "moon", "icmp", "a.name"),
                                Map.of("name", "d", "tcp", "h:1", "intervall", "1s"),
                                "e",
                                Map.of("name", "f", "tcp", "h:1", "interval", "1s", "timeout", "2s")),
                        "lan_gateway",
                        "maybe",
                        "failures_until_offline",
                        0))
                .mistakes();

        assertThat(mistakes)
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "network.targets[0]",
                        "network.targets[1].check",
                        "network.targets[2].axis",
                        "network.targets[2]",
                        "network.targets[3].intervall",
                        "network.targets[4]",
                        "network.targets[5]",
                        "network.lan_gateway",
                        "network.failures_until_offline");
    }

    @Test
    void refusesTwoTargetsOfOneName() {
        Map<String, Object> one = Map.of("name", "a", "tcp", "h:1");

        assertThat(DeclaredNetworkConfig.read(Map.of("targets", List.of(one, one)))
                        .mistakes())
                .singleElement()
                .satisfies(m -> assertThat(m.message()).contains("has a twice"));
    }

    private static NetworkConfig read(Map<String, Object> tree) {
        DeclaredNetworkConfig declared = DeclaredNetworkConfig.read(tree);
        assertThat(declared.mistakes()).isEmpty();
        return declared.settings();
    }

    private static Duration s(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
