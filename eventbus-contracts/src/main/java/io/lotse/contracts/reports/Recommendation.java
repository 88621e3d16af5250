package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** What to change, and how that was reckoned. */
@Doc("What to change, and how that was reckoned.")
public record Recommendation(
        @Doc("What is changed") ChangeKind kind,
        @Doc("The change, for people") String change,
        @Doc("The reckoning, step by step; empty where there is none") List<String> arithmetic) {
    public Recommendation {
        arithmetic = arithmetic == null ? List.of() : List.copyOf(arithmetic);
    }
}
