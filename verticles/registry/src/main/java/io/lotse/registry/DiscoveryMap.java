package io.lotse.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    /** What stands in the map, by registration; as far as this node knows. */
    private final Map<String, Record> published = new HashMap<>();

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
            records.forEach(r -> published.put(r.getRegistration(), r));
            Map<String, Record> wanted = new HashMap<>();
            MeshSnapshot snapshot = view.snapshot();
            snapshot.services().values().forEach(service -> addWanted(service, wanted));
            return make(published.keySet(), wanted);
        });
    }

    private Future<Void> deltaPass() {
        MeshSnapshot snapshot = view.snapshot();
        Set<String> names = Set.copyOf(changedServices);
        changedServices.clear();
        Map<String, Record> wanted = new HashMap<>();
        names.forEach(name -> snapshot.service(name).ifPresent(service -> addWanted(service, wanted)));
        Set<String> present = new HashSet<>();
        published.forEach((registration, r) -> {
            if (names.contains(DiscoveryRecords.serviceName(r))) {
                present.add(registration);
            }
        });
        return make(present, wanted);
    }

    private static void addWanted(Service service, Map<String, Record> wanted) {
        for (Instance instance : service.active()) {
            DiscoveryRecords.of(instance).ifPresent(r -> wanted.put(r.getRegistration(), r));
        }
    }

    /** Makes what is present into what is wanted. */
    private Future<Void> make(Set<String> present, Map<String, Record> wanted) {
        List<Step> steps = new ArrayList<>();
        for (String registration : present) {
            if (!wanted.containsKey(registration)) {
                steps.add(() -> remove(registration));
            }
        }
        wanted.forEach((registration, r) -> {
            if (!same(published.get(registration), r)) {
                steps.add(() -> put(registration, r));
            }
        });
        return some(steps.iterator());
    }

    private static boolean same(Record before, Record now) {
        return before != null
                && Objects.equals(before.getName(), now.getName())
                && Objects.equals(before.getLocation(), now.getLocation())
                && Objects.equals(before.getMetadata(), now.getMetadata());
    }

    private Future<Void> put(String registration, Record r) {
        return discovery.update(r).map(done -> {
            published.put(registration, r);
            return null;
        });
    }

    private Future<Void> remove(String registration) {
        published.remove(registration);
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
