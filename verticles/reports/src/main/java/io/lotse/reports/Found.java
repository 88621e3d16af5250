package io.lotse.reports;

import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.EvidenceFigure;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.Recommendation;
import io.lotse.contracts.reports.ReportFinding;

/** A finding in the making: what it stands on is added figure by figure. */
final class Found {
    private final FindingKind kind;
    private final String service;
    private final String instance;
    private final String title;
    private String part = "";
    private final List<EvidenceFigure> evidence = new ArrayList<>();
    private final List<String> arithmetic = new ArrayList<>();

    private Found(FindingKind kind, String service, String instance, String title) {
        this.kind = kind;
        this.service = service;
        this.instance = instance;
        this.title = title;
    }

    /** About a service as a whole. */
    static Found of(FindingKind kind, String service, String title) {
        return new Found(kind, service, null, title);
    }

    /** @param instance null for the service as a whole */
    static Found of(FindingKind kind, String service, String instance, String title) {
        return new Found(kind, service, instance, title);
    }

    /** One of several of its kind about the same service or instance: its id says of what. */
    Found apart(String what) {
        part = ":" + what;
        return this;
    }

    /** A figure it stands on; one that is not known is left out. */
    Found on(String name, Double value, String unit, String source) {
        if (value != null && Double.isFinite(value)) {
            evidence.add(new EvidenceFigure(name, value, unit, source));
        }
        return this;
    }

    /** A step of the reckoning behind what is recommended. */
    Found reckoning(String step) {
        arithmetic.add(step);
        return this;
    }

    ReportFinding recommend(ChangeKind change, String what, FindingCost cost, String detail) {
        String id = kind.wireName() + ":" + (instance == null ? service : instance) + part;
        return new ReportFinding(
                id,
                kind,
                service,
                instance,
                title,
                detail,
                cost,
                evidence,
                new Recommendation(change, what, arithmetic));
    }
}
