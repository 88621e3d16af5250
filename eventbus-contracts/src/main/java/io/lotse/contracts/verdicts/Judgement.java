package io.lotse.contracts.verdicts;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** All verdicts that hold, told by the node that judges to all others. */
@Doc("All verdicts that hold, told by the node that judges to all others.")
public record Judgement(
        @Doc("The id of the node that judges") String nodeId,
        @Doc("When it judged, by its clock") Instant at,
        @Doc("What holds, with the newest figures") List<Verdict> verdicts) {}
