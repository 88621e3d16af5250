package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.lotse.contracts.verdicts.AnomalyEvidence;
import io.lotse.contracts.verdicts.BottleneckEvidence;
import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.contracts.verdicts.SaturationEvidence;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;

/** Verdicts in words: what the figures say, and what to do. */
final class Wording {
    private static final double MEGA = 1e6;
    private static final double PERCENT = 100;

    private Wording() {}

    static Verdict leak(Lives.Life life, LeakEvidence e, Instant now) {
        String until = e.toLimit() == null
                ? ""
                : String.format(
                        ", and its limit is reached in %s to %s", text(e.toLimitSoonest()), text(e.toLimitLatest()));
        String detail = say(
                "its floor of %.0f MB grows by %.1f MB an hour since %s%s%s: look for what is kept and never let go",
                e.floorBytes() / MEGA,
                e.bytesPerHour() / MEGA,
                e.since(),
                e.version() == null ? "" : ", when version " + e.version() + " began",
                until);
        return of(VerdictKind.MEMORY_LEAK, life.service(), life.id(), "", detail, now, e, null, null, null, null, null);
    }

    static Verdict regression(String service, RegressionEvidence e, Instant now) {
        String detail = say(
                "version %s takes %.2f times as long as %s (%s, not %s): see what it does otherwise, or go back",
                e.versionAfter(), e.ratio(), e.versionBefore(), text(e.after()), text(e.before()));
        return of(VerdictKind.LATENCY_REGRESSION, service, null, "", detail, now, null, e, null, null, null, null);
    }

    static Verdict bottleneck(String service, BottleneckEvidence e, Instant now) {
        String detail = say(
                "takes %s, not %s, because %s takes %s, not %s (%s): mend that one",
                text(e.now()),
                text(e.usual()),
                e.dependency(),
                text(e.dependencyNow()),
                text(e.dependencyUsual()),
                String.join(" calls ", e.path()));
        return of(VerdictKind.BOTTLENECK, service, null, "", detail, now, null, null, e, null, null, null);
    }

    static Verdict saturation(Lives.Life life, SaturationEvidence e, Instant now) {
        String detail = say(
                "%.0f %% of %s is in use for %s, and answers take %s, not %s: give it more, or start more instances",
                e.used() * PERCENT, e.resource(), text(e.lasted()), text(e.latency()), text(e.latencyWithRoom()));
        return of(
                VerdictKind.SATURATION,
                life.service(),
                life.id(),
                ":" + e.resource(),
                detail,
                now,
                null,
                null,
                null,
                e,
                null,
                null);
    }

    static Verdict flapping(Lives.Life life, FlappingEvidence e, Instant now) {
        String detail = say(
                "went down or restarted %d times within %s (%d restarts), last at %s: %s",
                e.times(),
                text(e.window()),
                e.restarts(),
                e.last(),
                e.restarts() > 0 ? "see why its process ends" : "see what its health check waits for");
        return of(VerdictKind.FLAPPING, life.service(), life.id(), "", detail, now, null, null, null, null, e, null);
    }

    static Verdict anomaly(String service, AnomalyEvidence e, Instant now) {
        String detail = say(
                "%s is %.1f; at this hour it was %.1f to %.1f on %d days before: see what is otherwise today",
                e.metric(), e.value(), e.usualLow(), e.usualHigh(), e.days());
        return of(VerdictKind.ANOMALY, service, null, ":" + e.metric(), detail, now, null, null, null, null, null, e);
    }

    private static Verdict of(
            VerdictKind kind,
            String service,
            String id,
            String part,
            String detail,
            Instant now,
            LeakEvidence leak,
            RegressionEvidence regression,
            BottleneckEvidence bottleneck,
            SaturationEvidence saturation,
            FlappingEvidence flapping,
            AnomalyEvidence anomaly) {
        return new Verdict(
                kind.wireName() + ":" + (id == null ? service : id) + part,
                kind,
                service,
                id,
                detail,
                now,
                now,
                null,
                leak,
                regression,
                bottleneck,
                saturation,
                flapping,
                anomaly);
    }

    private static String say(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Two figures will do: 45 ms, 1.5 s, 12 min, 10 h, 3 days. */
    private static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        } else if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
            return say("%.1f s", duration.toMillis() / 1e3);
        } else if (duration.compareTo(Duration.ofHours(3)) < 0) {
            return duration.toMinutes() + " min";
        }
        return duration.compareTo(Duration.ofDays(3)) < 0 ? duration.toHours() + " h" : duration.toDays() + " days";
    }
}
