package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** How many instances services should have. */
@Doc("How many instances services should have.")
public record ScalingList(@Doc("One for each service, by name") List<ScalingAdvice> items) {}
