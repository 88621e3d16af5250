package io.lotse.contracts.verdicts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Another version of a service than before began to run. */
@Doc("Another version of a service than before began to run.")
public record Deploy(
        @Doc("When the first instance of it began to run") Instant at,
        @Doc("What ran before; absent if not told") String versionBefore,
        @Doc("What runs since; absent if not told") String versionAfter) {}
