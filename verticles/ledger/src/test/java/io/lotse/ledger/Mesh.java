package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Voter;

import static org.awaitility.Awaitility.await;

/** Several voters and clients of one ledger in this process, each with a folder of its own. */
final class Mesh implements AutoCloseable {
    static final LedgerConfig.Limits LIMITS = LedgerConfig.Limits.DEFAULT;

    private final Path folder;
    private final LedgerConfig.Limits limits;
    private final LedgerDescriptor ledger;
    private final Map<String, Store> stores = new TreeMap<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();

    Mesh(Path folder, int voters, LedgerConfig.Limits limits) {
        this.folder = folder;
        this.limits = limits;
        List<Voter> list = freePorts(voters).stream()
                .map(port -> new Voter("v" + port, "127.0.0.1:" + port))
                .toList();
        String first = list.get(0).node();
        VoterIdentity identity = new VoterIdentity(new LedgerFolder(dataOf(first)), first);
        this.ledger = VoterIdentity.describe(identity.of(new LedgerConfig.Vote(list)));
    }

    static Mesh of(Path folder, int voters) {
        Mesh mesh = new Mesh(folder, voters, LIMITS);
        mesh.names().forEach(mesh::start);
        mesh.awaitReadable();
        return mesh;
    }

    /** Until every node has read something, which also loads the classes that a first commit would wait for. */
    void awaitReadable() {
        RangeRequest anything = new RangeRequest("", null, 1);
        for (Store store : stores.values()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            StoreConformance.get(store.range(anything).map(true).otherwise(false)));
        }
    }

    List<String> names() {
        return ledger.voters().stream().map(Voter::node).toList();
    }

    LedgerDescriptor ledger() {
        return ledger;
    }

    /** What nodes said that they cannot go on with. */
    List<Throwable> lost() {
        return lost;
    }

    Store start(String node) {
        Store store;
        try {
            store = VoterNodes.open(dataOf(node), node, ledger.voters(), limits, lost::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stores.put(node, store);
        return store;
    }

    Store client(String node) {
        ClientStore store = new ClientStore(node, ledger, lost::add);
        stores.put(node, store);
        return store;
    }

    Store store(String node) {
        return stores.get(node);
    }

    void stop(String node) {
        StoreConformance.get(stores.remove(node).close());
    }

    Path dataOf(String node) {
        return folder.resolve(node);
    }

    @Override
    public void close() {
        List.copyOf(stores.keySet()).forEach(this::stop);
    }

    static List<Integer> freePorts(int count) {
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return open.stream().map(ServerSocket::getLocalPort).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Stream.of(open.toArray(ServerSocket[]::new)).forEach(Mesh::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
