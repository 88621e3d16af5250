package io.lotse.gateway;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.gateway.CachePurge;
import io.lotse.contracts.gateway.CachePurgeOrder;
import io.lotse.contracts.gateway.CachePurged;
import io.lotse.contracts.gateway.CacheReport;
import io.lotse.contracts.gateway.GatewayContract;

/**
 * Gives up kept answers at all gateways of the mesh when an operator asks for it, and counts who said so. A gateway that does not
 * hear keeps what it has for as long as the service allowed: events are delivered once at most.
 */
final class CachePurges {
    private static final Logger LOG = LoggerFactory.getLogger(CachePurges.class);
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final String gateway;
    private final NodeCache cache;
    /** How many gateways the mesh has, this one among them; 0 while that is not known. */
    private final IntSupplier gateways;

    private final Map<String, Collected> purges = new ConcurrentHashMap<>();
    private Vertx vertx;

    /** @param gateway stands for this gateway in what is told to others */
    CachePurges(String gateway, NodeCache cache, IntSupplier gateways) {
        this.gateway = gateway;
        this.cache = cache;
        this.gateways = gateways;
    }

    /** Ready once the future has succeeded. */
    Future<Void> start(Vertx node) {
        vertx = node;
        EventBus bus = node.eventBus();
        return Future.all(List.of(
                                GatewayContract.CACHE_PURGE_REQUESTED.subscribe(bus, this::hear),
                                GatewayContract.CACHE_PURGED.subscribe(bus, this::hear),
                                GatewayContract.CACHE.serve(bus, q -> Future.succeededFuture(cache.state())),
                                GatewayContract.PURGE_CACHE.serve(bus, this::purge))
                        .stream()
                        .map(MessageConsumer::completion)
                        .toList())
                .mapEmpty();
    }

    private void hear(CachePurgeOrder order) {
        giveUp(order.purge())
                .onSuccess(answers -> GatewayContract.CACHE_PURGED.publish(
                        vertx.eventBus(), new CacheReport(order.purgeId(), gateway, answers)));
    }

    /** Not on an event loop: there may be many. */
    private Future<Integer> giveUp(CachePurge purge) {
        return vertx.executeBlocking(() -> cache.store().invalidateAll(new PurgeMatch(purge)), false);
    }

    private Future<CachePurged> purge(CachePurge purge) {
        RouteCheck.refuse(PurgeMatch.errors(purge));
        String id = UUID.randomUUID().toString();
        Collected collected = new Collected(Math.max(1, gateways.getAsInt()));
        purges.put(id, collected);
        long timer = vertx.setTimer(LONGEST_WAIT_MILLIS, t -> collected.end());
        GatewayContract.CACHE_PURGE_REQUESTED.publish(vertx.eventBus(), new CachePurgeOrder(id, purge));
        return collected.done.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            purges.remove(id);
            LOG.info("event=cache_purged purge={} result={}", purge, done.result());
        });
    }

    private void hear(CacheReport report) {
        Collected collected = purges.get(report.purgeId());
        if (collected != null) {
            collected.add(report);
        }
    }

    /** What the gateways said of a purge so far. */
    private static final class Collected {
        private final int expected;
        private final Promise<CachePurged> done = Promise.promise();
        private int heard;
        private int answers;

        Collected(int expected) {
            this.expected = expected;
        }

        synchronized void add(CacheReport report) {
            heard++;
            answers += report.answers();
            if (heard >= expected) {
                end();
            }
        }

        synchronized void end() {
            done.tryComplete(new CachePurged(answers, heard, Math.max(0, expected - heard)));
        }
    }
}
