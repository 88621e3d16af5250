package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;

import io.lotse.it.nemesis.Violation.Rule;

/**
 * What came of one fault.
 *
 * @param begunAt by the history's clock
 * @param endedAt when all nodes acknowledged writes again, by the history's clock
 * @param whileItLasted milliseconds from its begin to the first write through each node that was not hit
 * @param afterwards milliseconds from its end to the first write through each node
 */
record Row(
        String fault,
        long begunAt,
        long endedAt,
        Duration lasted,
        long acknowledged,
        long refused,
        long unknown,
        String whileItLasted,
        String afterwards,
        String note) {
    static final String HEAD =
            """
            | mesh | fault | lasted s | acknowledged | refused | unknown | two owners | lost | writes again while it lasts, ms \
            | writes again after it, ms | seen |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    /** A line of the table. */
    String line(String mesh, List<Violation> violations) {
        return String.format(
                "| %s | %s | %.1f | %d | %d | %d | %d | %d | %s | %s | %s |%n",
                mesh,
                fault,
                lasted.toMillis() / 1e3,
                acknowledged,
                refused,
                unknown,
                count(violations, Rule.ONE_OWNER_PER_PORT),
                count(violations, Rule.NOTHING_ACKNOWLEDGED_IS_LOST),
                whileItLasted,
                afterwards,
                note);
    }

    private long count(List<Violation> violations, Rule rule) {
        return violations.stream()
                .filter(v -> v.rule() == rule && v.at() >= begunAt && v.at() < endedAt)
                .count();
    }
}
