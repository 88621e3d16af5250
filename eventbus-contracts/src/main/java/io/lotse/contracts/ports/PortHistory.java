package io.lotse.contracts.ports;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.lotse.contracts.Doc;

/** Who held a port before; put by the transaction that takes the allocation away. */
@Doc("Who held a port before; put by the transaction that takes the allocation away, and kept for some days.")
public record PortHistory(
        @Doc("The space the port lies in") String space,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port", min = 1, max = 65_535) int port,
        @Doc("At most the last five, the newest first; never empty") List<Tenancy> tenancies) {
    /** How many are kept. */
    public static final int MAX_TENANCIES = 5;

    public PortHistory {
        tenancies = tenancies == null
                ? List.of()
                : tenancies.stream().limit(MAX_TENANCIES).toList();
    }

    /** The last one. */
    public Tenancy last() {
        return tenancies.get(0);
    }

    /** When the port was given back the last time. */
    public Instant releasedAt() {
        return last().until();
    }

    /** This history with one more. */
    public PortHistory with(Tenancy newest) {
        return new PortHistory(
                space,
                protocol,
                port,
                Stream.concat(Stream.of(newest), tenancies.stream()).toList());
    }
}
