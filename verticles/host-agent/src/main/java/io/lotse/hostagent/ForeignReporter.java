package io.lotse.hostagent;

import java.util.HashSet;
import java.util.Set;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.Listener;

/** Tells when others listen at managed ports than before. */
final class ForeignReporter {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignReporter.class);

    private final EventBus bus;
    private Set<String> told = Set.of();

    ForeignReporter(EventBus bus) {
        this.bus = bus;
    }

    void take(ForeignListeners now) {
        Set<String> seen = new HashSet<>();
        for (ForeignListener foreign : now.listeners()) {
            Listener l = foreign.listener();
            String which = l.protocol() + " " + l.address() + " " + l.port() + " " + l.pid();
            seen.add(which);
            if (!told.contains(which)) {
                LOG.warn(
                        "event=foreign_listener port={} protocol={} owner=\"{}\" allocated_to={}",
                        l.port(),
                        l.protocol().wireName(),
                        l.owner(),
                        foreign.serviceId());
            }
        }
        if (!seen.equals(told)) {
            told = seen;
            HostContract.FOREIGN_LISTENERS_CHANGED.publish(bus, now);
        }
    }
}
