package io.lotse.meshview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;

/**
 * The faults of the test environments as the view tells them. A table that changes as a whole; a fault that stays keeps what it
 * has counted, one that is set again begins anew.
 */
public final class LiveFaults {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFaults.class);

    private volatile Map<String, List<LiveFault>> byEnvironment = Map.of();

    private LiveFaults() {}

    /** Follows a view from now on: who is told of its changes later finds them here. */
    public static LiveFaults follow(MeshView view) {
        LiveFaults faults = new LiveFaults();
        view.onChange(change -> {
            if (concerns(change)) {
                faults.take(change.now());
            }
        });
        faults.take(view.snapshot());
        return faults;
    }

    /** Whether faults may be others after a change. */
    public static boolean concerns(ViewChange change) {
        return change.changes().isEmpty()
                || change.changes().stream().anyMatch(c -> c.key().startsWith(LedgerKeys.FAULTS));
    }

    /** The faults of an environment, by name; empty where there are none. */
    public List<LiveFault> in(String environment) {
        return byEnvironment.getOrDefault(environment, List.of());
    }

    private synchronized void take(MeshSnapshot snapshot) {
        Map<String, LiveFault> known = new HashMap<>();
        byEnvironment.values().forEach(all -> all.forEach(f -> known.put(key(f.fault()), f)));
        Map<String, List<LiveFault>> next = new HashMap<>();
        for (Entry entry : snapshot.entries(LedgerKeys.FAULTS)) {
            Fault fault = read(entry);
            Environment environment = fault == null ? null : testEnvironment(fault, snapshot);
            if (environment != null) {
                LiveFault before = known.get(entry.key());
                LiveFault now = before != null && before.revision() == entry.modRevision()
                        ? known.remove(entry.key())
                        : new LiveFault(fault, entry.modRevision(), environment);
                next.computeIfAbsent(environment.name(), e -> new ArrayList<>()).add(now);
            }
        }
        next.replaceAll((environment, all) -> List.copyOf(all));
        byEnvironment = next;
        known.values().forEach(LiveFault::end);
    }

    /** Null for one that this release does not understand. */
    private static Fault read(Entry entry) {
        try {
            return ContractCodec.decode(new JsonObject(entry.value()), Fault.class);
        } catch (ContractException notReadable) {
            LOG.warn("event=fault_refused key={} reason=\"{}\"", entry.key(), notReadable.getMessage());
            return null;
        }
    }

    /** Null for any other, whoever wrote a fault there. */
    private static Environment testEnvironment(Fault fault, MeshSnapshot snapshot) {
        return snapshot.environment(fault.environment())
                .filter(e -> e.kind() == EnvironmentKind.TEST)
                .orElse(null);
    }

    private static String key(Fault fault) {
        return LedgerKeys.fault(fault.environment(), fault.name());
    }
}
