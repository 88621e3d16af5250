package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** The recommendations that were followed. */
@Doc("The recommendations that were followed.")
public record AppliedList(@Doc("The recommendations, the newest first") List<AppliedRecommendation> items) {}
