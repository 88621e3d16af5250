package io.lotse.connection;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.network.NetworkAxis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionMonitorConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Check LOOPBACK = new Check.Tcp("127.0.0.1", 9, true);

    @Test
    void triesNothingBeyondThisHostByDefault() {
        NetworkConfig config = NetworkConfig.DEFAULT;

        assertThat(config.targets()).noneMatch(t -> Targets.isBeyondHost(t.check()));
        assertThat(config.lanGateway()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "ftp://example.org", "http://", "http:// x", "file:///etc/passwd"})
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> new Check.Http(url))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith("url");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void refusesWhatIsNoPort(int port) {
        assertThatThrownBy(() -> new Check.Tcp("127.0.0.1", port, false)).hasMessageContaining("1 to 65535");
    }

    @Test
    void refusesADnsServerByName() {
        assertThatThrownBy(() -> new Check.Dns("example.org", "dns.example.org", 53))
                .hasMessageContaining("give an IP address");
    }

    @Test
    void refusesNamesThatAreTakenOrGivenTwice() {
        Target one = new Target("one", NetworkAxis.OTHER, LOOPBACK, SECOND, SECOND);

        assertThatThrownBy(() -> new Target("member/x", NetworkAxis.OTHER, LOOPBACK, SECOND, SECOND))
                .hasMessageStartingWith("name");
        assertThatThrownBy(() -> with(List.of(one, one))).hasMessageContaining("has one twice");
    }

    @Test
    void refusesATimeoutThatIsLongerThanTheInterval() {
        assertThatThrownBy(() -> new Target("one", NetworkAxis.OTHER, LOOPBACK, SECOND, SECOND.plusMillis(1)))
                .hasMessageStartingWith("timeout");
    }

    private static NetworkConfig with(List<Target> targets) {
        return new NetworkConfig(
                targets, null, new NetworkConfig.Times(SECOND, SECOND), SECOND, 3, 2, RecoveryConfig.DEFAULT);
    }
}
