package io.lotse.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.MeshSnapshot;

/**
 * Some nodes with the real {@link SilenceWatch} each, and around it, in one thread and by a scripted clock, what a mesh
 * does: heartbeats come to any node and are passed on late, views lag, the duty moves, nodes are paused and what waited
 * for them comes in any order. Times are milliseconds.
 */
final class ExpiryMesh {
    static final long CHECK_EVERY = 250;
    private static final long PASS_ON_EVERY = 500;
    private static final long MOST_DELAY = 200;

    private final Random random;
    private final long nanoOffset;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Long> expiredAt = new TreeMap<>();
    private long now;
    private long order;
    private MeshSnapshot ledger = MeshSnapshot.EMPTY;
    private Node holder;
    private long dutyRevision;
    private long disturbedAt;
    private long paused;

    /** What happens at a time; the order decides between those of one time. */
    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    ExpiryMesh(long seed, int nodeCount, Duration timeout, List<String> instances) {
        random = new Random(seed);
        nanoOffset = random.nextLong();
        put(LedgerKeys.config("development"), Instances.expiringAfter(timeout));
        instances.forEach(id -> put(LedgerKeys.instance(id), Instances.registered(id, true, List.of())));
        for (int i = 0; i < nodeCount; i++) {
            nodes.add(new Node());
        }
        takeOver(nodes.get(0));
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    /** When the instance was made inactive last; null if it never was. */
    Long expiredAt(String id) {
        return expiredAt.get(id);
    }

    boolean isActive(String id) {
        return ledger.instance(id).orElseThrow().status() == InstanceStatus.ACTIVE;
    }

    /** Until when a move of the duty or a pause of a node may have given everybody a full timeout again. */
    long disturbedAt() {
        return disturbedAt;
    }

    /** For how long nodes were paused, all in all: it does not count as silence. */
    long paused() {
        return paused;
    }

    void runUntil(long time) {
        while (!events.isEmpty() && events.peek().at <= time) {
            Event next = events.poll();
            now = next.at;
            next.what.run();
        }
        now = time;
    }

    /** Some node that is not paused hears the instance. */
    void heartbeat(String id) {
        List<Node> awake = nodes.stream().filter(n -> !n.paused).toList();
        awake.get(random.nextInt(awake.size())).hear(id);
    }

    /** Pauses a node, never two at once. */
    void pauseAny(long millis) {
        Node node = nodes.get(random.nextInt(nodes.size()));
        if (nodes.size() == 1 || nodes.stream().anyMatch(n -> n.paused)) {
            return;
        }
        node.paused = true;
        disturbedAt = now + millis + PASS_ON_EVERY + MOST_DELAY;
        paused += millis;
        schedule(millis, node::wake);
    }

    /** As when members see another node leave, or it gave the duty up. */
    void moveDuty() {
        List<Node> awake = nodes.stream().filter(n -> !n.paused).toList();
        Node next = awake.get(random.nextInt(awake.size()));
        if (next != holder) {
            takeOver(next);
        }
    }

    private void takeOver(Node next) {
        holder = next;
        dutyRevision++;
        disturbedAt = Math.max(disturbedAt, now + MOST_DELAY);
        long taken = dutyRevision;
        nodes.forEach(node -> schedule(delay(), () -> node.run(() -> node.dutyIs(next, taken))));
    }

    private void put(String key, Object value) {
        long revision = ledger.revision() + 1;
        Entry entry = new Entry(key, ContractCodec.encode(value).getMap(), revision, revision);
        ledger = ledger.apply(List.of(new Change(revision, key, entry)), revision);
        MeshSnapshot made = ledger;
        nodes.forEach(node -> schedule(delay(), () -> node.run(() -> node.see(made))));
    }

    private boolean write(Instance judged, RegisteredInstance after) {
        boolean unchanged = ledger.instance(judged.serviceId()).orElseThrow().revision() == judged.revision();
        if (unchanged) {
            put(LedgerKeys.instance(judged.serviceId()), after);
        }
        return unchanged;
    }

    private RegisteredInstance registered(String id) {
        return ledger.registered(id).orElseThrow();
    }

    private void schedule(long delay, Runnable what) {
        events.add(new Event(now + delay, order++, what));
    }

    private long delay() {
        return 1 + random.nextInt((int) MOST_DELAY);
    }

    /** What a node does with what it hears and sees; a paused one does it when it wakes. */
    private final class Node {
        private final SilenceWatch watch = new SilenceWatch(() -> nanoOffset + now * 1_000_000);
        private final Set<String> untold = new TreeSet<>();
        private final List<Runnable> missed = new ArrayList<>();
        private MeshSnapshot view = ledger;
        private long fence;
        /** The newest that it knows of the duty; as {@link io.lotse.meshview.Duty} reads the view, it never goes back. */
        private long dutySeen;

        private boolean paused;

        Node() {
            schedule(random.nextInt((int) CHECK_EVERY), () -> every(CHECK_EVERY, this::check));
            schedule(random.nextInt((int) PASS_ON_EVERY), () -> every(PASS_ON_EVERY, this::passOn));
        }

        private void every(long period, Runnable what) {
            run(what);
            schedule(period, () -> every(period, what));
        }

        void run(Runnable what) {
            if (paused) {
                missed.add(what);
            } else {
                what.run();
            }
        }

        void wake() {
            paused = false;
            Collections.shuffle(missed, random);
            List.copyOf(missed).forEach(Runnable::run);
            missed.clear();
        }

        void hear(String id) {
            watch.heard(id);
            untold.add(id);
            Instance seen = view.instance(id).orElseThrow();
            if (seen.status() == InstanceStatus.INACTIVE
                    && !write(seen, registered(id).alive())) {
                schedule(delay(), () -> run(() -> hear(id)));
            }
        }

        private void passOn() {
            List<String> heard = List.copyOf(untold);
            untold.clear();
            nodes.stream()
                    .filter(other -> other != this)
                    .forEach(other -> schedule(delay(), () -> other.run(() -> heard.forEach(other.watch::heard))));
        }

        private void see(MeshSnapshot later) {
            view = later.revision() > view.revision() ? later : view;
        }

        private void dutyIs(Node owner, long revision) {
            if (revision < dutySeen) {
                return;
            }
            dutySeen = revision;
            boolean had = fence != 0;
            fence = owner == this ? revision : 0;
            if (!had && fence != 0) {
                watch.startOver();
            }
        }

        private void check() {
            if (fence == 0) {
                return;
            }
            for (Instance instance : watch.silent(view)) {
                boolean fenced = holder == this && fence == dutyRevision;
                if (fenced && write(instance, registered(instance.serviceId()).with(InstanceStatus.INACTIVE))) {
                    expiredAt.put(instance.serviceId(), now);
                }
            }
        }
    }
}
