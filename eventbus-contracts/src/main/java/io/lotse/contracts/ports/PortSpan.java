package io.lotse.contracts.ports;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/**
 * One port, or several in a row, both ends included. In JSON {@code 8080} or {@code [9000, 9099]}.
 *
 * @param first 1 to 65535
 * @param last not below the first, at most 65535
 */
@Doc("A port, or two ports: the first and the last of a row, both included; the first is not above the last.")
public record PortSpan(int first, int last) {
    public PortSpan {
        if (first < 1 || last > PortRange.MAX_PORT || first > last) {
            throw ContractException.invalid(
                    "port_span",
                    (first == last ? String.valueOf(first) : "[" + first + ", " + last + "]")
                            + " is neither a port nor a span of ports: give 1 to " + PortRange.MAX_PORT
                            + ", or two of these, the lower first");
        }
    }

    /** One port. */
    public static PortSpan of(int port) {
        return new PortSpan(port, port);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PortSpan of(Object json) {
        if (json instanceof Integer port) {
            return of(port.intValue());
        }
        if (json instanceof List<?> ends
                && ends.size() == 2
                && ends.get(0) instanceof Integer first
                && ends.get(1) instanceof Integer last) {
            return new PortSpan(first, last);
        }
        throw ContractException.invalid(
                "port_span", "is neither a port nor a span of ports: give one such as 8080, or [9000, 9099]");
    }

    @JsonValue
    Object json() {
        return first == last ? (Object) first : List.of(first, last);
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
