package io.lotse.eventlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;
import io.lotse.testfaults.FreePorts;

import static org.awaitility.Awaitility.await;

/** Several voters of one log in this process, each with a folder of its own. */
final class EventVoters implements AutoCloseable {
    private final Path folder;
    private final LedgerDescriptor ledger;
    private final Map<String, RaftEventStore> stores = new TreeMap<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();
    private EventDisk.FreeSpace space = () -> Long.MAX_VALUE;

    EventVoters(Path folder, int voters) {
        this.folder = folder;
        List<Voter> list = FreePorts.next(voters).stream()
                .map(port -> new Voter("v" + port, "127.0.0.1:" + port))
                .toList();
        this.ledger = new LedgerDescriptor("ledger", LedgerDescriptor.EMBEDDED, list);
        names().forEach(this::start);
        leader();
    }

    void space(EventDisk.FreeSpace free) {
        space = free;
    }

    List<String> names() {
        return ledger.voters().stream().map(Voter::node).toList();
    }

    List<Throwable> lost() {
        return lost;
    }

    Path dataOf(String node) {
        return folder.resolve(node).resolve("events");
    }

    RaftEventStore start(String node) {
        try {
            EventDisk disk = new EventDisk(folder, () -> space.bytes(), 1 << 20);
            RaftEventStore store = new RaftEventStore(EventVoter.start(node, dataOf(node), ledger, disk, lost::add));
            stores.put(node, store);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(String node) {
        EventStoreConformance.get(stores.remove(node).close());
    }

    RaftEventStore store(String node) {
        return stores.get(node);
    }

    /** The store that takes changes. */
    RaftEventStore leader() {
        return leading().orElseGet(() -> await().atMost(EventStoreConformance.SOON)
                .until(this::leading, Optional::isPresent)
                .orElseThrow());
    }

    private Optional<RaftEventStore> leading() {
        return stores.values().stream().filter(RaftEventStore::leads).findFirst();
    }

    @Override
    public void close() {
        List.copyOf(stores.keySet()).forEach(this::stop);
    }
}
