package io.lotse.contracts.environments;

import io.lotse.contracts.Doc;

/** Replaces the plan that slots are cut by; those that were cut stay. */
@Doc("Replaces the plan that slots are cut by; those that were cut stay.")
public record PlanChange(@Doc("The new plan") EnvironmentPlan plan) {}
