package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** What is wrong or could be better, what that costs, the figures it stands on, and what to change. */
@Doc("What is wrong or could be better, what that costs, the figures it stands on, and what to change.")
public record ReportFinding(
        @Doc("Its own id: the same in later reports as long as it is the same") String id,
        @Doc("What it is") FindingKind kind,
        @Doc("The service's name") String serviceName,
        @Doc("The instance's id; absent where it is about the service as a whole") String serviceId,
        @Doc("The same for people, in some words") String title,
        @Doc("The same for people, in a sentence or two") String detail,
        @Doc("What it cost users within the period") FindingCost cost,
        @Doc("The figures it stands on") List<EvidenceFigure> evidence,
        @Doc("What to change") Recommendation recommendation) {
    public ReportFinding {
        evidence = evidence == null ? List.of() : List.copyOf(evidence);
    }
}
