package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** Asks how many instances services should have. */
@Doc("Asks how many instances services should have.")
public record ScalingQuery(@Doc("The service's name; absent for all") String service) {}
