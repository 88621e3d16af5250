package io.lotse.hostagent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.host.PortsQuery;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class OwnerFinderTest {
    private static final int PORT = 8_080;

    private final Table table = new Table();
    private final OwnerFinder finder = new OwnerFinder(table, table);

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tellsTheProcessesBehindSeveralPorts(Protocol protocol) throws Exception {
        OwnerFinder real = new OwnerFinder(SocketTable.ofThisSystem(), ProcessTable.ofThisSystem());
        try (ListeningProcess one = ListeningProcess.start(protocol, "127.0.0.1");
                ListeningProcess other = ListeningProcess.start(protocol, "127.0.0.1")) {
            List<Integer> ports = List.of(one.port(), other.port(), 1);

            assertThat(real.find(new PortsQuery(protocol, ports)).ports())
                    .allSatisfy(owner -> assertThat(owner.processes()).allSatisfy(process -> assertThat(
                                    ProcessTable.ofThisSystem().presence(process))
                            .isEqualTo(ProcessTable.Presence.ALIVE)))
                    .extracting(
                            PortOwner::port, owner -> owner.processes().get(0).pid())
                    .containsExactlyInAnyOrder(tuple(one.port(), one.pid()), tuple(other.port(), other.pid()));
        }
    }

    @Test
    void looksOnceForAllPortsAndAtEachProcessOnce() {
        table.listen(PORT, 1L);
        table.listen(PORT + 1, 1L);
        table.listen(PORT + 2, 2L);

        assertThat(finder.find(query(PORT, PORT + 1, PORT + 2)).ports()).hasSize(3);
        assertThat(table.looks).isEqualTo(1);
        assertThat(table.identified).containsOnly(Map.entry(1L, 1), Map.entry(2L, 1));
    }

    @Test
    void namesAllProcessesThatShareAPort() {
        table.listen(PORT, 1L);
        table.listen(PORT, 2L);
        table.listen(PORT, 2L);

        assertThat(finder.find(query(PORT)).ports()).singleElement().satisfies(owner -> assertThat(owner.processes())
                .extracting(OwnerProcess::pid)
                .containsExactly(1L, 2L));
    }

    @Test
    void namesNoneWhereNotAllCanBeSeen() {
        table.listen(PORT, 1L);
        table.listen(PORT, null);
        table.listen(PORT + 1, 1L);
        table.listen(PORT + 1, Table.ENDED);
        LongStream.rangeClosed(1, 17).forEach(pid -> table.listen(PORT + 2, pid));

        assertThat(finder.find(query(PORT, PORT + 1, PORT + 2)).ports())
                .hasSize(3)
                .allSatisfy(owner -> assertThat(owner.processes()).isEmpty());
    }

    @Test
    void tellsNothingOfPortsWhereNobodyListens() {
        table.listen(PORT + 1, 1L);

        assertThat(finder.find(query(PORT)).ports()).isEmpty();
    }

    @Test
    void aQuestionWithAMistakeIsRefused() {
        assertThatThrownBy(() -> query()).hasMessage("ports: are 0 ports: give 1 to 1000");
        assertThatThrownBy(() -> query(0)).hasMessage("ports: has 0: give 1 to 65535");
    }

    private static PortsQuery query(Integer... ports) {
        return new PortsQuery(null, List.of(ports));
    }

    /** Sockets and processes as the test says, with a count of how often each is looked at. */
    private static final class Table implements SocketTable, ProcessTable {
        static final long ENDED = 666;

        private final List<BoundSocket> sockets = new ArrayList<>();
        private final Map<Long, Integer> identified = new HashMap<>();
        private int looks;

        void listen(int port, Long pid) {
            sockets.add(new BoundSocket(Protocol.TCP, "127.0.0.1", port, PortSocket.LISTEN, null, pid));
        }

        @Override
        public List<BoundSocket> bound(Protocol protocol, IntPredicate ports) {
            looks++;
            return sockets.stream()
                    .filter(s -> s.protocol() == protocol && ports.test(s.port()))
                    .toList();
        }

        @Override
        public List<BoundSocket> at(Protocol protocol, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<OwnerProcess> identify(long pid) {
            identified.merge(pid, 1, Integer::sum);
            return pid == ENDED ? Optional.empty() : Optional.of(new OwnerProcess(pid, Instant.EPOCH, "mark-" + pid));
        }

        @Override
        public Presence presence(OwnerProcess process) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> startedFor(long pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> withDescendants(Set<String> serviceIds) {
            throw new UnsupportedOperationException();
        }
    }
}
