package io.lotse.contracts.ports;

import java.util.List;

import io.lotse.contracts.Doc;

/** The ports an instance might get. */
@Doc("The ports an instance might get, the best first; never empty.")
public record Candidates(
        @Doc(value = "The ports", min = 1, max = 65_535) List<Integer> ports,
        @Doc("The id of the instance that holds the wished port and may be asked to leave it; absent for none")
                String mayBeMoved) {

    /** Where nobody need be asked to leave a port. */
    public Candidates(List<Integer> ports) {
        this(ports, null);
    }
}
