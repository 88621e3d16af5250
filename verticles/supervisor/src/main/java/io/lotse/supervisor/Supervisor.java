package io.lotse.supervisor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;

/** All sets of a node. Touched by the supervisor's event loop only. */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Means means;
    private final DeclaredSets declared;
    private final NodeLog nodeLog;
    private final Map<String, ServiceGroup> groups = new TreeMap<>();

    Supervisor(Means means, DeclaredSets declared) {
        this.means = means;
        this.declared = declared;
        this.nodeLog = new NodeLog(means.config().nodeLog(), means.clock());
    }

    /** A process that was found running for a service. */
    private record Found(Kept kept, Proc process) {}

    /** Finds what runs of what ran before, then brings up what the node was told of. */
    Future<Void> resume() {
        return means.blocking()
                .run(this::find)
                .compose(all -> {
                    all.forEach(found -> group(found.kept().set()).add(found.kept()));
                    all.forEach(found -> group(found.kept().set())
                            .service(found.kept().name())
                            .resume(found.process()));
                    groups.values().forEach(ServiceGroup::changed);
                    return means.blocking().run(declared::configured);
                })
                .onSuccess(sets -> sets.forEach(set -> {
                    // what was brought down stays so until somebody brings it up
                    boolean known = groups.containsKey(set.name());
                    if (!known
                            || group(set.name()).all().stream()
                                    .anyMatch(s -> s.kept().wanted())) {
                        group(set.name()).up(set, List.of());
                    }
                }))
                .mapEmpty();
    }

    private List<Found> find() {
        return means.states().read().stream()
                .map(kept -> new Found(kept, running(kept).orElse(null)))
                .toList();
    }

    /** By its process, else by its mark: the node may have been killed before it wrote down the process's id. */
    private Optional<Proc> running(Kept kept) {
        if (kept.run() == null) {
            return Optional.empty();
        }
        if (kept.process() != null) {
            return Optional.of(kept.process()).filter(means.processes()::runs);
        }
        return means.processes().members(means.mark(kept), null).stream()
                .filter(ProcessTable.Member::leads)
                .map(ProcessTable.Member::process)
                .findFirst();
    }

    private ServiceGroup group(String set) {
        return groups.computeIfAbsent(set, name -> new ServiceGroup(means, name));
    }

    Future<SupervisedServices> up(SetOrder order) {
        return means.blocking().run(() -> declared.read(order.set())).map(set -> {
            group(set.name()).up(set, order.services());
            LOG.info("event=set_up set={} services={}", order.set(), order.services());
            return told(group(set.name()).all());
        });
    }

    Future<SupervisedServices> down(SetOrder order) {
        ServiceGroup group = known(order.set());
        group.down(order.services());
        LOG.info("event=set_down set={} services={}", order.set(), order.services());
        return Future.succeededFuture(told(group.all()));
    }

    Future<SupervisedService> restart(RestartOrder order) {
        LOG.info("event=restart_asked set={} service={}", order.set(), order.service());
        return Future.succeededFuture(
                known(order.set()).restart(order.service()).told());
    }

    SupervisedServices status() {
        return told(
                groups.values().stream().flatMap(group -> group.all().stream()).toList());
    }

    Future<LogLines> log(LogQuery query) {
        if ((query.set() == null) != (query.service() == null)) {
            throw ContractException.invalid("service", "stands with its set: give both, or none for the node's log");
        }
        if (query.set() == null) {
            return means.blocking().run(() -> nodeLog.read(query));
        }
        ServiceLog log = known(query.set()).service(query.service()).log();
        return means.blocking().run(() -> log.read(query));
    }

    private ServiceGroup known(String set) {
        ServiceGroup group = groups.get(set);
        if (group == null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_SERVICE_SET,
                    "node " + means.config().node() + " supervises no set " + set + ": "
                            + (groups.isEmpty()
                                    ? "it supervises none; lotse up -f FILE brings one up"
                                    : "it supervises " + String.join(", ", groups.keySet())));
        }
        return group;
    }

    private static SupervisedServices told(List<Supervised> services) {
        return new SupervisedServices(services.stream().map(Supervised::told).toList());
    }
}
