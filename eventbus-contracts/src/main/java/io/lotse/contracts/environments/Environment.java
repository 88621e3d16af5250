package io.lotse.contracts.environments;

import java.time.Instant;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;

/** A named environment: instances of one are not mixed with those of another. */
@Doc("A named environment: the instances of one are not mixed with those of another.")
public record Environment(
        @Doc("Its name: 1 to 63 of a-z, 0-9 and '-', a letter first") String name,
        @Doc("Whose rules it keeps: development, test or production") EnvironmentKind kind,
        @Doc("Its slot: ports that no other environment is given; absent for the three that Lotse comes with")
                PortRange ports,
        @Doc("Whether it is a network of its own, in which its ports collide with nobody else's")
                boolean separateNetwork,
        @Doc("When it was created; absent for the three that Lotse comes with") Instant createdAt,
        @Doc("Who created it; absent where nobody said") String createdBy,
        @Doc("When it is removed by itself, of the kind test only; absent for never") Instant expiresAt,
        @Doc("Since when it is being removed: nothing new is registered in it; absent while it is not")
                Instant removingSince) {

    /** One of the three that Lotse comes with: it was never created and is never removed. */
    public static Environment builtIn(EnvironmentKind kind) {
        return new Environment(kind.wireName(), kind, null, false, null, null, null, null);
    }

    /** The same, about to be gone. */
    public Environment removing(Instant since) {
        return new Environment(name, kind, ports, separateNetwork, createdAt, createdBy, expiresAt, since);
    }
}
