package io.lotse.reports;

import java.util.List;

import io.lotse.contracts.reports.ReportFinding;

/** Looks for one kind of thing that could be better with a service. */
@FunctionalInterface
interface Finder {
    /** What it found, each with the figures it stands on; empty if nothing, or if too little was measured. */
    List<ReportFinding> find(ServiceData data);
}
