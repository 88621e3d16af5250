package io.lotse.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;
import io.lotse.meshview.ViewChange;

/**
 * Keeps the records of vertx-service-discovery equal to the view, while this node has that duty. A record's
 * registration is made of the instance's id, so that writing it twice does no harm; records that are not Lotse's are
 * left alone. All calls come from one context.
 */
final class DiscoveryMap {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryMap.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;

    private final ServiceDiscovery discovery;
    private final MeshView view;
    /** What stands in the map, as far as this node knows: by service, a fingerprint of each record by its registration. */
    private final Map<String, Map<String, UUID>> published = new HashMap<>();

    private final Set<String> changedServices = new HashSet<>();
    private boolean held;
    private boolean wholeDue;
    private long notBefore = System.nanoTime();
    private Future<Void> running = Future.succeededFuture();

    DiscoveryMap(ServiceDiscovery discovery, MeshView view) {
        this.discovery = discovery;
        this.view = view;
    }

    void dutyChanged(boolean mine) {
        held = mine;
        if (mine) {
            reconcileAll();
        }
    }

    /** Remembers what to bring up to date; {@link #flush} does it. */
    void viewChanged(ViewChange change) {
        changedServices.addAll(change.services());
    }

    /** Compares everything with what is really in the map: others may have removed or left records there. */
    void reconcileAll() {
        wholeDue = true;
        flush();
    }

    /** Brings up to date what changed since the last time; one pass after the other. */
    void flush() {
        if (!held) {
            changedServices.clear();
            return;
        }
        boolean nothingDue = changedServices.isEmpty() && !wholeDue;
        if (!running.isComplete() || nothingDue || System.nanoTime() - notBefore < 0) {
            return;
        }
        Future<Void> pass = wholeDue ? wholePass() : deltaPass();
        running = pass.recover(e -> {
            LOG.warn("event=discovery_map_failed reason=\"{}\"", e.getMessage());
            wholeDue = true;
            notBefore = System.nanoTime() + PAUSE_AFTER_FAILURE.toNanos();
            return Future.succeededFuture();
        });
    }

    private Future<Void> wholePass() {
        wholeDue = false;
        changedServices.clear();
        return discovery.getRecords(DiscoveryRecords::isOurs, true).compose(records -> {
            published.clear();
            records.forEach(this::note);
            MeshSnapshot snapshot = view.snapshot();
            Set<String> names = new HashSet<>(published.keySet());
            names.addAll(snapshot.services().keySet());
            return make(names, snapshot);
        });
    }

    private Future<Void> deltaPass() {
        MeshSnapshot snapshot = view.snapshot();
        Set<String> names = Set.copyOf(changedServices);
        changedServices.clear();
        return make(names, snapshot);
    }

    /** Makes what is present of these services into what is wanted. */
    private Future<Void> make(Set<String> names, MeshSnapshot snapshot) {
        List<Step> steps = new ArrayList<>();
        for (String name : names) {
            Map<String, UUID> present = published.getOrDefault(name, Map.of());
            Set<String> gone = new HashSet<>(present.keySet());
            for (Instance instance : snapshot.service(name).map(Service::active).orElse(List.of())) {
                DiscoveryRecords.of(instance).ifPresent(r -> {
                    gone.remove(r.getRegistration());
                    if (!fingerprint(r).equals(present.get(r.getRegistration()))) {
                        steps.add(() -> put(r));
                    }
                });
            }
            gone.forEach(registration -> steps.add(() -> remove(name, registration)));
        }
        return some(steps.iterator());
    }

    /** Of what a record says; the record itself takes a kilobyte. */
    private static UUID fingerprint(Record r) {
        String said = r.getName()
                + '\n'
                + new TreeMap<>(r.getLocation().getMap())
                + '\n'
                + new TreeMap<>(r.getMetadata().getMap());
        return UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
    }

    private void note(Record r) {
        published
                .computeIfAbsent(DiscoveryRecords.serviceName(r), name -> new HashMap<>())
                .put(r.getRegistration(), fingerprint(r));
    }

    private Future<Void> put(Record r) {
        return discovery.update(r).map(done -> {
            note(r);
            return null;
        });
    }

    private Future<Void> remove(String service, String registration) {
        published.computeIfPresent(service, (name, rest) -> {
            rest.remove(registration);
            return rest.isEmpty() ? null : rest;
        });
        return discovery.unpublish(registration).recover(e -> {
            LOG.debug("event=discovery_record_gone registration={} reason=\"{}\"", registration, e.getMessage());
            return Future.succeededFuture();
        });
    }

    /** One step of bringing the map up to date. */
    private interface Step {
        Future<Void> run();
    }

    private static Future<Void> some(Iterator<Step> steps) {
        if (!steps.hasNext()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> batch = new ArrayList<>();
        while (steps.hasNext() && batch.size() < AT_ONCE) {
            batch.add(steps.next().run());
        }
        return Future.all(batch).compose(v -> some(steps));
    }
}
