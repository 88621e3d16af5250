package io.lotse.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionsTest {
    private static final InetAddress GATEWAY = address("10.0.0.1");
    private static final InetAddress PROXY = address("10.0.0.2");

    private final AtomicLong nanos = new AtomicLong();

    private Connections connections(int most, int perClient) {
        return new Connections(
                new GatewayConfig.Limits(1_024, 1_024, Duration.ofSeconds(1), Duration.ofSeconds(1), most, perClient),
                GATEWAY::equals,
                PROXY::equals,
                nanos::get);
    }

    private static InetAddress address(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            public SocketAddress remoteAddress() {
                return new InetSocketAddress(address(address), 1);
            }
        };
    }

    private static boolean admits(Connections connections, String address) {
        return connections.admit(from(address));
    }

    @Test
    void closesWhatIsBeyondAClientsShareAndForgetsWhoLeft() {
        Connections connections = connections(0, 1);
        EmbeddedChannel first = from("192.0.2.1");
        EmbeddedChannel second = from("192.0.2.1");

        assertThat(connections.admit(first)).isTrue();
        assertThat(connections.admit(second)).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(admits(connections, "192.0.2.2")).isTrue();
        assertThat(connections.open()).isEqualTo(2);
        assertThat(connections.refusedOfClients()).isEqualTo(1);
        first.close();
        assertThat(admits(connections, "192.0.2.1")).isTrue();
        assertThat(connections.refusedOfAll()).isZero();
    }

    @Test
    void takesANetworkOf64BitsForOneClient() {
        Connections connections = connections(0, 1);

        assertThat(admits(connections, "2001:db8:0:1::1")).isTrue();
        assertThat(admits(connections, "2001:db8:0:1::2")).isFalse();
        assertThat(admits(connections, "2001:db8:0:2::1")).isTrue();
    }

    @Test
    void closesWhatIsBeyondTheTotal() {
        Connections connections = connections(2, 0);

        assertThat(admits(connections, "192.0.2.1")).isTrue();
        assertThat(admits(connections, "192.0.2.2")).isTrue();
        assertThat(admits(connections, "192.0.2.3")).isFalse();
        assertThat(connections.refusedOfAll()).isEqualTo(1);
        assertThat(connections.open()).isEqualTo(2);
    }

    @Test
    void bindsNoOtherGatewayAndNoClientsShareOfAProxy() {
        Connections connections = connections(3, 1);

        assertThat(admits(connections, "10.0.0.2")).isTrue();
        assertThat(admits(connections, "10.0.0.2")).isTrue();
        assertThat(admits(connections, "10.0.0.2")).isTrue();
        assertThat(admits(connections, "10.0.0.2")).isFalse();
        assertThat(admits(connections, "10.0.0.1")).isTrue();
        assertThat(admits(connections, "10.0.0.1")).isTrue();
        assertThat(connections.refusedOfClients()).isZero();
        assertThat(connections.refusedOfAll()).isEqualTo(1);
    }
}
