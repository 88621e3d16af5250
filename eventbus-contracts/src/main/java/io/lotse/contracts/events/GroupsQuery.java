package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** Asks for groups. */
@Doc("Asks for groups.")
public record GroupsQuery(@Doc("The topic; absent for all") String topic) {}
