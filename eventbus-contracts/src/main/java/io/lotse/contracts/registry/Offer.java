package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** Where an instance could listen. */
@Doc("Where an instance could listen. Nothing is held: who is faster has it.")
public record Offer(
        @Doc("The host whose ports they are") String host,
        @Doc("The address to listen at") String ipAddress,
        @Doc(value = "Ports that could be bound, the best first; never empty", min = 1, max = 65_535)
                List<Integer> ports) {}
