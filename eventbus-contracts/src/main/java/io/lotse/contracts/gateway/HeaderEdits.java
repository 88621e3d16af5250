package io.lotse.contracts.gateway;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** What is done to headers: first some are removed, then some set, then some added. */
@Doc("What is done to headers: first some are removed, then some set, then some added.")
public record HeaderEdits(
        @Doc("The names of those to remove; absent for none") List<String> remove,
        @Doc("Those to set in place of what is there; absent for none") Map<String, String> set,
        @Doc("Those to add to what is there; absent for none") Map<String, String> add) {

    public HeaderEdits {
        remove = remove == null ? List.of() : List.copyOf(remove);
        set = set == null ? Map.of() : Map.copyOf(set);
        add = add == null ? Map.of() : Map.copyOf(add);
    }
}
