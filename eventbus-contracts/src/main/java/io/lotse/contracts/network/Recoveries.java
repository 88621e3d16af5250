package io.lotse.contracts.network;

import java.util.List;

import io.lotse.contracts.Doc;

/** The last recoveries of the mesh. */
@Doc("The last recoveries of the mesh.")
public record Recoveries(@Doc("The recoveries, the newest first") List<Recovery> items) {
    public Recoveries {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
