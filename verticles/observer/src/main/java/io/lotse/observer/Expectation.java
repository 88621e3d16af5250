package io.lotse.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lotse.contracts.health.HealthStatus;

/**
 * What an HTTP answer must be for the instance to be well.
 *
 * @param statuses ranges of statuses, both ends included
 * @param body a text that the body must hold; null for any
 * @param maxLatency an answer that takes longer is degraded; null for any
 */
record Expectation(List<int[]> statuses, String body, Duration maxLatency) {
    private static final Pattern STATUS = Pattern.compile("([1-9]\\d\\d)(?:-([1-9]\\d\\d))?");
    private static final int MOST_MILLIS = 3_600_000;

    /** Any 2xx. */
    static final Expectation SUCCESS = new Expectation(List.of(new int[] {200, 299}), null, null);

    /** @throws BadSetting if an option makes no sense */
    static Expectation of(CheckSettings settings) {
        if (settings.options().isEmpty()) {
            return SUCCESS;
        }
        String statuses = settings.option("expect_status");
        int millis = settings.number("max_latency_ms", 1, MOST_MILLIS, 0);
        return new Expectation(
                statuses == null ? SUCCESS.statuses() : ranges(statuses),
                settings.option("expect_body"),
                millis == 0 ? null : Duration.ofMillis(millis));
    }

    private static List<int[]> ranges(String text) {
        List<int[]> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            Matcher matcher = STATUS.matcher(part.trim());
            if (!matcher.matches()) {
                throw new BadSetting("expect_status is " + Foreign.quote(text) + ": give such as 200-299,404");
            }
            int from = Integer.parseInt(matcher.group(1));
            ranges.add(new int[] {from, matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2))});
        }
        return List.copyOf(ranges);
    }

    boolean meets(int status) {
        return statuses.stream().anyMatch(range -> status >= range[0] && status <= range[1]);
    }

    /** The verdict, worsened where the answer is not what it must be beside its status. */
    Reading hold(Answer answer, Reading verdict) {
        if (verdict.status() == HealthStatus.DOWN) {
            return verdict;
        }
        if (body != null && !answer.body().toString().contains(body)) {
            return new Reading(
                    HealthStatus.DOWN,
                    verdict.detail() + ", but the body does not hold " + Foreign.quote(body),
                    verdict.vitals());
        }
        if (maxLatency != null && answer.latency().compareTo(maxLatency) > 0) {
            return new Reading(
                    HealthStatus.DEGRADED,
                    verdict.detail() + ", but after " + answer.latency().toMillis() + " ms, more than "
                            + maxLatency.toMillis() + " ms",
                    verdict.vitals());
        }
        return verdict;
    }
}
