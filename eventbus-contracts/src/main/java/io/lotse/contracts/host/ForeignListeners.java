package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** All that listen at a host's managed ports and that no allocation explains. */
@Doc("All that listen at a host's managed ports and that no allocation explains.")
public record ForeignListeners(
        @Doc("The host's name") String host,
        @Doc("TCP before UDP, by port; at most 500") List<ForeignListener> listeners,
        @Doc(value = "How many there are in all", min = 0) int total) {}
