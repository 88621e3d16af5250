package io.lotse.hostagent;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/**
 * Keeps the host's facts in the ledger: written at the start and when they change. Several nodes of a host share the
 * key: each writes only what it saw change itself, so that two that see different addresses do not write in turns.
 */
final class FactsPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(FactsPublisher.class);

    private final Vertx vertx;
    private final HostAgentConfig config;
    private final Supplier<Future<HostFacts>> facts;
    private final Clock clock;
    private final String key;
    private HostFacts published;
    private long timer;
    private boolean stopped;
    private boolean told;

    /** @param facts reads the facts of now, off the event loop */
    FactsPublisher(Vertx vertx, HostAgentConfig config, Supplier<Future<HostFacts>> facts, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.facts = facts;
        this.clock = clock;
        this.key = LedgerKeys.host(config.host());
    }

    /** Looks now and from then on, all on the event loop that calls this. */
    void start() {
        facts.get()
                .compose(this::publish)
                .onComplete(done -> again(config.factsInterval().toMillis()), e -> {
                    if (!told) {
                        told = true;
                        LOG.info("event=host_facts_not_written host={} reason=\"{}\"", config.host(), e.getMessage());
                    }
                    again(config.ledgerRetry().toMillis());
                });
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void again(long delay) {
        if (!stopped) {
            timer = vertx.setTimer(delay, t -> start());
        }
    }

    private Future<Void> publish(HostFacts now) {
        return LedgerContract.RANGE
                .call(vertx.eventBus(), new RangeRequest(key, null, 1))
                .compose(page -> {
                    Optional<Entry> stored = page.entries().stream()
                            .filter(e -> e.key().equals(key))
                            .findFirst();
                    boolean known = stored.isPresent() && (now.equals(published) || now.equals(decoded(stored.get())));
                    return known
                            ? Future.succeededFuture()
                            : write(now, stored.map(Entry::modRevision).orElse(0L));
                })
                .onSuccess(done -> {
                    published = now;
                    told = false;
                });
    }

    private static HostFacts decoded(Entry entry) {
        return ContractCodec.decode(new JsonObject(entry.value()), HostFacts.class);
    }

    private Future<Void> write(HostFacts now, long modRevision) {
        Transaction put = Transaction.of(
                clock.instant(), List.of(Condition.unchanged(key, modRevision)), List.of(Mutation.put(key, now)));
        return LedgerContract.COMMIT.call(vertx.eventBus(), put).compose(outcome -> {
            if (!outcome.succeeded()) {
                return Future.failedFuture("another node of this host wrote at the same time");
            }
            LOG.info(
                    "event=host_facts_written host={} addresses={} revision={}",
                    now.host(),
                    now.addresses(),
                    outcome.revision());
            return Future.succeededFuture();
        });
    }
}
