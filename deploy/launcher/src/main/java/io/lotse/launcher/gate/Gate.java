package io.lotse.launcher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares a run with limits and with a baseline. */
public final class Gate {
    private static final String THRESHOLD = "threshold";
    private static final String BASELINE = "baseline";

    private final LoadLimits limits;
    private final Noise noise;

    /**
     * One comparison.
     *
     * @param against threshold or baseline
     * @param measure null where the whole row is missing
     * @param measured null where it is missing
     * @param baseline what the baseline has; null of a threshold, and where the row is missing
     * @param allowed the most that is allowed; null where the row is missing
     */
    public record Finding(
            String row, String against, Measure measure, Double measured, Double baseline, Double allowed) {
        /** Whether the run kept it: what is missing did not. */
        public boolean kept() {
            return measured != null && allowed != null && measured <= allowed;
        }
    }

    public Gate(LoadLimits limits, Noise noise) {
        this.limits = limits;
        this.noise = noise;
    }

    /**
     * Compares all there is to compare; what is new in the run is compared with nothing.
     *
     * @param baseline null for none
     * @throws GateException if the two are not of the same journey
     */
    public List<Finding> compare(RunFile run, RunFile baseline) throws GateException {
        List<Finding> findings = new ArrayList<>();
        limits.of(run)
                .forEach((name, of) -> each(run, name, THRESHOLD, of, findings, (measure, limit) -> limit, false));
        if (baseline != null) {
            if (!baseline.journey().equals(run.journey())) {
                throw new GateException("the run is of " + run.journey() + " and the baseline of " + baseline.journey()
                        + ": compare the same journey");
            }
            baseline.rows()
                    .forEach((name, row) -> each(run, name, BASELINE, row.figures(), findings, noise::allowed, true));
        }
        return findings;
    }

    private interface Allowed {
        double most(Measure measure, double value);
    }

    private static void each(
            RunFile run,
            String name,
            String against,
            Map<Measure, Double> values,
            List<Finding> findings,
            Allowed allowed,
            boolean isBaseline) {
        RunFile.Row row = run.rows().get(name);
        if (row == null || row.requests() == 0) {
            findings.add(new Finding(name, against, null, null, null, null));
            return;
        }
        values.forEach((measure, value) -> findings.add(new Finding(
                name,
                against,
                measure,
                row.figures().get(measure),
                isBaseline ? value : null,
                allowed.most(measure, value))));
    }
}
