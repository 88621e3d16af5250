package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** A report: how services did, what is wrong or could be better by what it costs users, and what became of what was changed. */
@Doc(
        "A report: how services did, what is wrong or could be better by what it costs users, and what became of what was changed.")
public record Report(
        @Doc("What it is about") ReportSummary summary,
        @Doc("How the services did, by name") List<ServiceFigures> services,
        @Doc("What was found, the costliest first; empty where there is nothing to change")
                List<ReportFinding> findings,
        @Doc("What became of recommendations that were applied") List<ChangeEffect> effects,
        @Doc("How many instances the services should have") List<ScalingAdvice> scaling,
        @Doc("What could not be judged, and why") List<String> notes) {
    public Report {
        services = services == null ? List.of() : List.copyOf(services);
        findings = findings == null ? List.of() : List.copyOf(findings);
        effects = effects == null ? List.of() : List.copyOf(effects);
        scaling = scaling == null ? List.of() : List.copyOf(scaling);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }
}
