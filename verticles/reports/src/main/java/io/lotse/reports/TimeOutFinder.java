package io.lotse.reports;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Millis;

/** Requests that run into the time-out: it cuts off answers that would have come, or lets users wait for those that will not. */
final class TimeOutFinder implements Finder {
    private static final int FEWEST_STEPS = 3;
    private static final double REACHED = 0.95;
    private static final double CLOSE = 0.8;
    private static final double FAR = 0.25;
    /** Of the peak's p99: what takes longer will hardly come. */
    private static final double ROOM = 3;

    private static final double SMALLEST_MILLIS = 100;

    @Override
    public List<ReportFinding> find(ServiceData data) {
        double timeOut = Millis.of(data.timeOut());
        Curve longest = data.figures().of(FigureName.LONGEST);
        int[] hit = IntStream.range(0, longest.size())
                .filter(i -> longest.values()[i] >= REACHED * timeOut)
                .toArray();
        if (hit.length < FEWEST_STEPS || data.errors() == 0) {
            return List.of();
        }
        Curve p99 = data.figures().of(FigureName.P99);
        double[] others = IntStream.range(0, p99.size())
                .filter(i -> longest.at(p99.atMillis()[i]) < REACHED * timeOut)
                .mapToDouble(i -> p99.values()[i])
                .toArray();
        double peak = others.length < FEWEST_STEPS ? timeOut : Figures.percentile(others, 0.95);
        if (peak > FAR * timeOut && peak < CLOSE * timeOut) {
            return List.of();
        }
        boolean isShort = peak >= CLOSE * timeOut;
        double better = roundUp(isShort ? timeOut * 2 : Math.max(SMALLEST_MILLIS, peak * ROOM));
        double waited = isShort ? 0 : hit.length * (timeOut - better) / 1_000;
        Found found = Found.of(
                        FindingKind.TIME_OUT,
                        data.name(),
                        data.name() + (isShort ? " is cut off by its time-out" : " is waited for too long"))
                .on("time-out", timeOut, "ms", "routes of the gateway, until the head of the answer")
                .on("steps in which it was reached", (double) hit.length, "", "series " + FigureName.LONGEST)
                .on("p99 at the peak, else", peak, "ms", "series, the 95th percentile of the steps")
                .on("failed requests", (double) data.errors(), "", "series of the gateways")
                .reckoning(
                        isShort
                                ? "p99 " + Wording.millis(peak) + " is " + Wording.percent(peak / timeOut)
                                        + " of the time-out; twice as long is " + Wording.millis(better)
                                : "3 x the peak's p99 " + Wording.millis(peak) + " = " + Wording.millis(better));
        return List.of(found.recommend(
                ChangeKind.TIME_OUT,
                "set first_byte of its route's time-outs to " + better / 1_000 + " s",
                Cost.waiting(hit.length, waited, "a time-out of " + Wording.millis(better)),
                isShort
                        ? "Requests need about as long as is waited for them: answers are thrown away that would have come."
                        : "Requests are given up after " + Wording.millis(timeOut)
                                + " while nearly all that are answered need "
                                + Wording.millis(Arrays.stream(others).max().orElse(peak)) + " at most."));
    }

    /** To two digits. */
    private static double roundUp(double millis) {
        double unit = Math.pow(10, Math.floor(Math.log10(millis)) - 1);
        return Math.ceil(millis / unit - 1e-9) * unit;
    }
}
