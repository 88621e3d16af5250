package io.lotse.contracts.faults;

import java.util.List;

import io.lotse.contracts.Doc;

/** Faults. */
@Doc("Faults.")
public record FaultList(@Doc("By name") List<Fault> items) {
    public FaultList {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
