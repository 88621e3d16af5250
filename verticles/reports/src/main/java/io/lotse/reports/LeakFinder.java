package io.lotse.reports;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;

/** Memory leaks: nobody is hurt until the limit is reached, and then the requests of a restart are. */
final class LeakFinder implements Finder {
    private static final String VERDICT = "verdict";
    /** A process that is killed for memory is back after about so long. */
    private static final double RESTART_SECONDS = 60;

    @Override
    public List<ReportFinding> find(ServiceData data) {
        return data.verdicts().stream()
                .filter(v -> v.kind() == VerdictKind.MEMORY_LEAK && v.leak() != null)
                .map(v -> find(data, v, v.leak()))
                .toList();
    }

    private static ReportFinding find(ServiceData data, Verdict verdict, LeakEvidence e) {
        String since = e.version() == null ? "its start" : "version " + e.version();
        Found found = Found.of(
                        FindingKind.MEMORY_LEAK,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        verdict.serviceId() + " leaks memory since " + since)
                .on("growth", e.bytesPerHour() / 1e6, "MB/h", VERDICT + ", Theil-Sen")
                .on("growth, at least", e.bytesPerHourLow() / 1e6, "MB/h", "its 95 % interval")
                .on("growth, at most", e.bytesPerHourHigh() / 1e6, "MB/h", "its 95 % interval")
                .on("floor", e.floorBytes() / 1e6, "MB", VERDICT)
                .on("limit", e.limitBytes() == null ? null : e.limitBytes() / 1e6, "MB", VERDICT)
                .on("chance", e.chance(), "", "Mann-Kendall");
        if (e.limitBytes() != null && e.toLimit() != null) {
            found.reckoning("(" + Wording.megabytes(e.limitBytes()) + " - " + Wording.megabytes(e.floorBytes()) + ") / "
                    + Wording.megabytes(e.bytesPerHour()) + " an hour = " + Wording.time(e.toLimit()));
        }
        return found.recommend(
                ChangeKind.CODE,
                "look for what is kept and never let go since " + since
                        + ": a map that grows, a listener that is not taken off; two heap dumps an hour apart show it",
                cost(data, verdict, e),
                verdict.detail());
    }

    private static FindingCost cost(ServiceData data, Verdict verdict, LeakEvidence e) {
        double perSecond = Absence.usualLoad(data.instance(verdict.serviceId()));
        Duration toLimit = e.toLimit();
        if (toLimit == null || toLimit.isZero() || toLimit.isNegative()) {
            return Cost.none("not known: no limit is told, in the end it is the host's memory");
        }
        double times = data.span().length().toMillis() / (double) toLimit.toMillis();
        double requests = times * RESTART_SECONDS * perSecond;
        double seconds = requests * Cost.RETRY_SECONDS;
        return Cost.of(
                seconds,
                requests,
                "to come: the limit is reached every " + Wording.time(toLimit) + ", " + Wording.number(times)
                        + " times in " + Wording.time(data.span().length()) + " x " + Wording.number(RESTART_SECONDS)
                        + " s x " + Wording.number(perSecond) + " requests/s x " + Wording.number(Cost.RETRY_SECONDS)
                        + " s = " + Wording.number(seconds) + " s");
    }
}
