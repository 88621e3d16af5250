package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Which ports can be bound. */
@Doc("Which of the ports that were tried can be bound.")
public record BindReport(
        @Doc("Those that can be bound, in the order asked") List<Integer> bindable,
        @Doc("Those that cannot, with who holds them") List<Listener> taken) {}
