package io.lotse.contracts.ports;

import java.util.List;

import io.lotse.contracts.Doc;

/** What a change of configuration would do. */
@Doc("What a change of configuration would do.")
public record ConfigPreview(
        @Doc("What would be different; empty where nothing would") List<ConfigDifference> differences,
        @Doc(
                        "Who holds ports that the change would take, at most 50 of them; the change is refused while there are any")
                List<PortHolder> holders,
        @Doc("How many there are") int holdersTotal,
        @Doc("The configuration's revision now; 0 while it is the one that Lotse comes with") long revision) {
    public ConfigPreview {
        differences = differences == null ? List.of() : List.copyOf(differences);
        holders = holders == null ? List.of() : List.copyOf(holders);
    }
}
