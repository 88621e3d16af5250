package io.lotse.contracts.ports;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/**
 * Ports from the first to the last, both included. In JSON {@code [8000, 9000]}.
 *
 * @param first 1 to 65535
 * @param last not below the first, at most 65535
 */
@Doc("Two ports: the first and the last, both included; the first is not above the last.")
public record PortRange(int first, int last) {
    public static final int MAX_PORT = 65_535;

    public PortRange {
        if (first < 1 || last > MAX_PORT || first > last) {
            throw ContractException.invalid(
                    "port_range",
                    "[" + first + ", " + last + "] is no range: give two ports from 1 to " + MAX_PORT
                            + ", the lower first");
        }
    }

    @JsonCreator
    static PortRange of(List<Integer> ends) {
        if (ends.size() != 2 || ends.contains(null)) {
            throw ContractException.invalid("port_range", "give two ports, such as [8000, 9000]");
        }
        return new PortRange(ends.get(0), ends.get(1));
    }

    @JsonValue
    List<Integer> ends() {
        return List.of(first, last);
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    /** How many ports. */
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
