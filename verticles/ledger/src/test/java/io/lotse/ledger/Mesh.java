package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Voter;
import io.lotse.testfaults.FreePorts;

import static org.awaitility.Awaitility.await;

/** Several voters and clients of one ledger in this process, each with a folder of its own. */
final class Mesh implements AutoCloseable {
    static final LedgerConfig.Limits LIMITS = LedgerConfig.Limits.DEFAULT;

    private final Path folder;
    private final LedgerConfig.Limits limits;
    private final LedgerDescriptor ledger;
    private final Map<String, Store> stores = new TreeMap<>();
    private final Map<String, DiskFloor.FreeSpace> disks = new ConcurrentHashMap<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();

    Mesh(Path folder, int voters, LedgerConfig.Limits limits) {
        this.folder = folder;
        this.limits = limits;
        List<Voter> list = FreePorts.next(voters).stream()
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
            await().atMost(StoreConformance.SOON)
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
            Path data = dataOf(node);
            DiskFloor floor = disks.containsKey(node)
                    ? new DiskFloor(node, data, disks.get(node), limits.freeDisk())
                    : new DiskFloor(node, new LedgerFolder(data).path(), limits.freeDisk());
            store = VoterNodes.open(data, node, ledger.voters(), limits, floor, lost::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stores.put(node, store);
        return store;
    }

    /** A disk of its own for a node that is started later. */
    void diskOf(String node, DiskFloor.FreeSpace space) {
        disks.put(node, space);
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
}
