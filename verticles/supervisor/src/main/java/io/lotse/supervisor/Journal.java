package io.lotse.supervisor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.EventType;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

/** Tells what becomes of services: as an event, in the node's log and in the service's, and as figures. */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final EventBus bus;
    private final MeterRegistry metrics;
    private final Map<String, SupervisedState> states = new ConcurrentHashMap<>();

    Journal(EventBus bus, MeterRegistry metrics) {
        this.bus = bus;
        this.metrics = metrics;
        for (SupervisedState state : SupervisedState.values()) {
            Gauge.builder("lotse.supervised.services", this, j -> j.count(state))
                    .tag("state", state.wireName())
                    .description("Services that this node keeps running, by their state")
                    .register(metrics);
        }
    }

    private double count(SupervisedState state) {
        return states.values().stream().filter(s -> s == state).count();
    }

    /** A service is in this state from now on; null where it is forgotten. */
    void state(String set, String service, SupervisedState state) {
        String name = set + "/" + service;
        if (state == null) {
            states.remove(name);
        } else {
            states.put(name, state);
        }
    }

    void tell(EventType<SupervisedService> event, SupervisedService service, ServiceLog log) {
        event.publish(bus, service);
        String text = line(event, service);
        if (event == SupervisionContract.SERVICE_GIVEN_UP) {
            LOG.warn(text);
        } else {
            LOG.info(text);
        }
        log.say(text);
        if (event == SupervisionContract.SERVICE_RESTARTED || event == SupervisionContract.SERVICE_EXITED) {
            String name = event == SupervisionContract.SERVICE_RESTARTED ? "restarts" : "exits";
            Counter.builder("lotse.supervised." + name)
                    .tag("set", service.set())
                    .tag("service", service.service())
                    .register(metrics)
                    .increment();
        }
    }

    private static String line(EventType<SupervisedService> event, SupervisedService service) {
        StringBuilder line = new StringBuilder("event=")
                .append(event.name().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT))
                .append(" set=")
                .append(service.set())
                .append(" service=")
                .append(service.service())
                .append(" state=")
                .append(service.state().wireName());
        add(line, "pid", service.pid());
        add(line, "service_id", service.serviceId());
        add(line, "port", service.port());
        add(line, "exit_code", service.exitCode());
        line.append(" restarts=").append(service.restarts());
        if (service.detail() != null) {
            line.append(" reason=\"")
                    .append(service.detail().replace('"', '\''))
                    .append('"');
        }
        return line.toString();
    }

    private static void add(StringBuilder line, String key, Object value) {
        if (value != null) {
            line.append(' ').append(key).append('=').append(value);
        }
    }
}
