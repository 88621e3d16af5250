package io.lotse.ledger;

import java.time.Duration;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;

/**
 * Where the voters are: they tell it to all, and a node without a vote goes on with them there. Only voters tell it, so that
 * no node is led back to where they were.
 */
final class VoterNews {
    private static final Logger LOG = LoggerFactory.getLogger(VoterNews.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private VoterNews() {}

    /** From now on, for as long as the calling verticle is deployed. */
    static void tell(Vertx vertx, LedgerDescriptor ledger) {
        LedgerContract.VOTERS_TOLD.publish(vertx.eventBus(), ledger);
        vertx.setPeriodic(TELL_EVERY.toMillis(), id -> LedgerContract.VOTERS_TOLD.publish(vertx.eventBus(), ledger));
    }

    /** From now on, for as long as the calling verticle is deployed. */
    static void follow(Vertx vertx, ClientStore client, JoinedLedger joined) {
        LedgerContract.VOTERS_TOLD.subscribe(vertx.eventBus(), told -> {
            LedgerDescriptor known = client.describe();
            if (!told.ledgerId().equals(known.ledgerId()) || told.equals(known)) {
                return;
            }
            LOG.info("event=voters_moved voters={} before={}", told.voters(), known.voters());
            client.moveTo(told);
            joined.keep(told)
                    .onFailure(e -> LOG.warn("event=voters_not_kept: the next start looks where they were", e));
        });
    }
}
