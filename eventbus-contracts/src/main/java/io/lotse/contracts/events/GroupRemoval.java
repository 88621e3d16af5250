package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** Removes a group; the events stay. */
@Doc("Removes a group; the events stay.")
public record GroupRemoval(@Doc("The topic") String topic, @Doc("The group") String group) {}
