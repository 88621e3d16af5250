package io.lotse.contracts.verdicts;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;

/** What the observer judges, from what it measured over time. Every node answers from its own memory. */
public final class VerdictsContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    public static final Operation<VerdictQuery, VerdictPage> VERDICTS = new Operation<>(
            "lotse.observer.verdicts.v1",
            VerdictQuery.class,
            VerdictPage.class,
            "Lists what is wrong with services and instances, with the evidence, the newest first",
            TIMEOUT,
            Set.of());

    public static final EventType<Verdict> VERDICT_REACHED = new EventType<>(
            "VerdictReached",
            "lotse.observer.verdict-reached.v1",
            Verdict.class,
            EventType.Reach.MESH,
            "Something is wrong that was not before; told by the node that judges for all");

    public static final EventType<Verdict> VERDICT_ENDED = new EventType<>(
            "VerdictEnded",
            "lotse.observer.verdict-ended.v1",
            Verdict.class,
            EventType.Reach.MESH,
            "What was wrong is so no more; told by the node that judges for all");

    public static final EventType<Judgement> VERDICTS_JUDGED = new EventType<>(
            "VerdictsJudged",
            "lotse.observer.verdicts-judged.v1",
            Judgement.class,
            EventType.Reach.MESH,
            "The node that judges tells the others what holds, every few minutes");

    private VerdictsContract() {}
}
