package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** Says that a recommendation was not followed after all. */
@Doc("Says that a recommendation was not followed after all.")
public record RecommendationWithdrawal(@Doc("The finding's id") String id) {}
