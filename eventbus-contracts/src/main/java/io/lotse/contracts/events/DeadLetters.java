package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** Some dead letters of a topic. */
@Doc("Some dead letters of a topic, the oldest first.")
public record DeadLetters(
        @Doc("The dead letters") List<DeadLetter> items,
        @Doc(value = "The place among them to go on at", min = 0) long next,
        @Doc(value = "The place that the next one will get: how many there ever were", min = 0) long end) {

    public DeadLetters {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
