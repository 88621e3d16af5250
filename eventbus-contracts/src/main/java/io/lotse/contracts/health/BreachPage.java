package io.lotse.contracts.health;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of breaches. */
@Doc("A page of breaches.")
public record BreachPage(
        @Doc("The breaches, the newest first") List<Breach> items,
        @Doc("Where the next page begins; absent on the last") String next) {}
