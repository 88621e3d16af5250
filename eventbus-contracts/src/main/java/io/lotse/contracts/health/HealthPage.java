package io.lotse.contracts.health;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of health reports. */
@Doc("A page of health reports.")
public record HealthPage(
        @Doc("The reports, by the instances' ids") List<HealthReport> items,
        @Doc("Where the next page begins; absent on the last") String next) {}
