package io.lotse.contracts.verdicts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An instance went down, came up, or was started again. */
@Doc("An instance went down, came up, or was started again.")
public record Turn(
        @Doc("When, by the clock of the node that checked it") Instant at, @Doc("down, up or restart") TurnKind kind) {}
