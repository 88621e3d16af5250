package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** Asks for the dead letters of a topic. */
@Doc("Asks for the dead letters of a topic.")
public record DeadLettersQuery(
        @Doc("The topic where they came from") String topic,
        @Doc(value = "The place among the dead letters to begin at; absent for the oldest", min = 0) Long from,
        @Doc(value = "So many at most; absent for 100", min = 1, max = 1000) Integer max) {}
