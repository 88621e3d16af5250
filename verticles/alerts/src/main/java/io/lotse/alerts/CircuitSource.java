package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.gateway.CircuitChange;
import io.lotse.contracts.gateway.CircuitState;

/** Circuits that gateways opened. On one event loop. */
final class CircuitSource implements Source {
    private static final String NAME = "CircuitOpen";
    /** An open circuit is tried every few seconds, and that is told. */
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private static final Duration HEARD_AFTER = Duration.ofMinutes(1);
    private static final int MOST = 5_000;

    /** Those that are not closed, with the last word of each. */
    private final Map<Key, Instant> open = new LinkedHashMap<>();

    private record Key(String service, String instance, String gateway) {}

    @Override
    public AlertKind kind() {
        return AlertKind.CIRCUIT_OPEN;
    }

    void changed(CircuitChange change, Instant now) {
        Key key = new Key(change.service(), change.serviceId(), change.gateway());
        if (change.state() == CircuitState.CLOSED) {
            open.remove(key);
        } else if (open.containsKey(key) || (change.state() == CircuitState.OPEN && open.size() < MOST)) {
            open.put(key, now);
        }
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        open.values().removeIf(told -> told.plus(FORGET_AFTER).isBefore(moment.now()));
        Map<String, Condition> byInstance = new HashMap<>();
        open.keySet().stream()
                .filter(key -> moment.snapshot().service(key.service()).isPresent())
                .forEach(key -> byInstance.putIfAbsent(key.instance(), condition(key, moment)));
        return Future.succeededFuture(
                new Evidence(List.copyOf(byInstance.values()), alert -> moment.isNew(HEARD_AFTER)));
    }

    private static Condition condition(Key key, Moment moment) {
        Map<String, String> labels = Labels.of(moment.snapshot(), key.service(), key.instance());
        labels.put(AlertLabels.STATE, "open");
        return Condition.of(
                AlertKind.CIRCUIT_OPEN,
                NAME,
                AlertSeverity.WARNING,
                key.service() + "\n" + key.instance(),
                labels,
                "a gateway sends " + key.instance() + " of " + key.service()
                        + " nothing, for it failed too often: look at its log");
    }
}
