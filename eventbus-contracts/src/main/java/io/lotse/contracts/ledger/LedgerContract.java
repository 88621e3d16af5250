package io.lotse.contracts.ledger;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the ledger can be asked, and what it tells. */
public final class LedgerContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public static final Operation<RangeRequest, RangePage> RANGE = new Operation<>(
            "lotse.ledger.range.v1",
            RangeRequest.class,
            RangePage.class,
            "Reads the keys with a prefix; the newest state of a working majority",
            TIMEOUT,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Transaction, Outcome> COMMIT = new Operation<>(
            "lotse.ledger.commit.v1",
            Transaction.class,
            Outcome.class,
            "Makes a change whole or not at all; answered when it is stored on a majority's disks."
                    + " Conditions that do not hold are an outcome, not a failure",
            TIMEOUT,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.LEDGER_DISK_FULL, ProblemCode.IDEMPOTENCY_KEY_REUSED));

    public static final Operation<OutcomeQuery, OutcomeReply> OUTCOME = new Operation<>(
            "lotse.ledger.outcome.v1",
            OutcomeQuery.class,
            OutcomeReply.class,
            "Tells what became of an earlier change, by its request id",
            TIMEOUT,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.IDEMPOTENCY_KEY_REUSED));

    public static final Operation<ChangesRequest, Changes> CHANGES = new Operation<>(
            "lotse.ledger.changes.v1",
            ChangesRequest.class,
            Changes.class,
            "Reads the changes behind a revision",
            TIMEOUT,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.REVISION_COMPACTED));

    public static final Operation<Empty, LedgerDescriptor> DESCRIBE = new Operation<>(
            "lotse.ledger.describe.v1",
            Empty.class,
            LedgerDescriptor.class,
            "Tells a joining node which ledger this is and where its voters are",
            Duration.ofSeconds(2),
            Set.of());

    public static final Operation<Empty, LedgerStatus> STATUS = new Operation<>(
            "lotse.ledger.status.v1",
            Empty.class,
            LedgerStatus.class,
            "Tells how the ledger looks from the node that is asked",
            Duration.ofSeconds(2),
            Set.of());

    public static final EventType<Changes> ADVANCED = new EventType<>(
            "LedgerAdvanced",
            "lotse.ledger.advanced.v1",
            Changes.class,
            EventType.Reach.NODE,
            "The node has seen further revisions");

    public static final EventType<LedgerStatus> CHECKED = new EventType<>(
            "LedgerChecked",
            "lotse.ledger.checked.v1",
            LedgerStatus.class,
            EventType.Reach.NODE,
            "Told every second: whether what the node has seen is the newest there is");

    public static final EventType<LedgerDescriptor> VOTERS_TOLD = new EventType<>(
            "LedgerVotersTold",
            "lotse.ledger.voters-told.v1",
            LedgerDescriptor.class,
            EventType.Reach.MESH,
            "A voter tells, when it starts and every few seconds, where the voters are: they may have moved");

    private LedgerContract() {}
}
