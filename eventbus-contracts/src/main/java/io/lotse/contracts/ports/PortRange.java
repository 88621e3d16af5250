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

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PortRange of(Object json) {
        if (json instanceof List<?> ends
                && ends.size() == 2
                && ends.get(0) instanceof Integer first
                && ends.get(1) instanceof Integer last) {
            return new PortRange(first, last);
        }
        throw ContractException.invalid("port_range", "is no range: give two ports such as [8000, 9000]");
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
