package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Protocol;

/** Asks which ports can be bound on a host. */
@Doc("Asks which ports can be bound on a host right now.")
public record BindProbe(
        @Doc("The local address to bind, such as 127.0.0.1 or 0.0.0.0") String address,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The ports to try, in this order", min = 1, max = 65_535) List<Integer> ports,
        @Doc(value = "How many that can be bound are enough", min = 1) int enough) {}
