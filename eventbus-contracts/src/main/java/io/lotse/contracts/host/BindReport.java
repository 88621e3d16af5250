package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Which ports can be bound. */
@Doc("Which of the ports that were tried can be bound.")
public record BindReport(
        @Doc(value = "Those that can be bound, in the order asked", min = 1, max = 65_535) List<Integer> bindable,
        @Doc("Those that cannot, with who holds them") List<Listener> taken) {}
