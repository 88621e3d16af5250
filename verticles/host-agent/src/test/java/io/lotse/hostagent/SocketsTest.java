package io.lotse.hostagent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.contracts.ports.Protocol;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SocketsTest {
    private final Sockets sockets = new Sockets(SocketTable.ofThisSystem());

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tellsTheProcessBehindAPort(Protocol protocol) throws Exception {
        try (ListeningProcess other = ListeningProcess.start(protocol, "127.0.0.1")) {
            List<Listener> listeners =
                    sockets.at(new ListenerQuery(protocol, other.port())).listeners();

            assertThat(listeners).singleElement().satisfies(l -> {
                assertThat(l.pid()).isEqualTo(other.pid());
                assertThat(l.address()).isEqualTo("127.0.0.1");
                assertThat(l.protocol()).isEqualTo(protocol);
                assertThat(l.command()).contains("java").contains("-Xshare:auto");
                assertThat(l.user()).isEqualTo(System.getProperty("user.name"));
                assertThat(l.since()).isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void forgetsAProcessThatHasEnded(Protocol protocol) throws Exception {
        ListeningProcess other = ListeningProcess.start(protocol, "127.0.0.1");
        other.close();

        assertThat(sockets.at(new ListenerQuery(protocol, other.port())).listeners())
                .isEmpty();
    }

    @Test
    void theTableOfOshiSaysTheSame() throws Exception {
        try (ListeningProcess other = ListeningProcess.start(Protocol.TCP, "127.0.0.1")) {
            List<BoundSocket> seen =
                    new OshiSocketTable(oshi.SystemInfo::new).bound(Protocol.TCP, port -> port == other.port());

            assertThat(seen)
                    .isEqualTo(SocketTable.ofThisSystem().bound(Protocol.TCP, port -> port == other.port()))
                    .extracting(BoundSocket::pid)
                    .containsExactly(other.pid());
        }
    }

    @Test
    void listsAllWhoListenButNoMoreThanAskedFor() throws Exception {
        SocketInventory inventory = new SocketInventory(sockets, new SettableClock(Instant.EPOCH));
        try (ListeningProcess tcp = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
                ListeningProcess udp = ListeningProcess.start(Protocol.UDP, "127.0.0.1")) {
            HostSockets all = inventory.list(new SocketQuery(null, SocketQuery.MAX_LIMIT));
            HostSockets one = inventory.list(new SocketQuery(null, 1));
            HostSockets datagrams = inventory.list(new SocketQuery(Protocol.UDP, null));

            assertThat(all.listeners()).extracting(Listener::pid).contains(tcp.pid(), udp.pid());
            assertThat(all.total()).isEqualTo(all.listeners().size());
            assertThat(one.listeners()).hasSize(1);
            assertThat(one.total()).isEqualTo(all.total());
            assertThat(datagrams.listeners())
                    .extracting(Listener::pid)
                    .contains(udp.pid())
                    .doesNotContain(tcp.pid());
        }
    }

    @Test
    void refusesANumberThatIsNoPort() {
        assertThatThrownBy(() -> sockets.at(new ListenerQuery(Protocol.TCP, 70_000)))
                .hasMessage("port: is 70000: give 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "app --db-password=hunter2 -v, app --db-password=*** -v",
        "app --secret hunter2, app --secret ***",
        "java -Dapi.token=abc -jar x.jar, java -Dapi.token=*** -jar x.jar",
        "nginx: master process, nginx: master process"
    })
    void showsNoSecrets(String commandLine, String shown) {
        assertThat(Sockets.shown(commandLine)).isEqualTo(shown);
    }

    @Test
    void shortensALongCommandLine() {
        assertThat(Sockets.shown("java " + "-x ".repeat(500) + "-jar orders.jar"))
                .hasSize(200)
                .startsWith("java -x")
                .contains("…")
                .endsWith("-jar orders.jar");
    }
}
