package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Protocol;

/** Asks which ports can be bound on a host. */
@Doc("Asks which ports can be bound on a host right now.")
public record BindProbe(
        @Doc("The local address to bind, such as 127.0.0.1 or 0.0.0.0") String address,
        @Doc("tcp or udp") Protocol protocol,
        @Doc("The ports to try, in this order") List<Integer> ports,
        @Doc("How many that can be bound are enough") int enough) {}
