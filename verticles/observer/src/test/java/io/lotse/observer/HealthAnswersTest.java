package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.health.HealthStatus;

import static org.assertj.core.api.Assertions.assertThat;

class HealthAnswersTest {

    @ParameterizedTest
    @CsvSource({
        "200, UP, UP",
        "200, pass, UP",
        "200, ok, UP",
        "200, warn, DEGRADED",
        "200, fail, DOWN",
        "200, DOWN, DOWN",
        "200, OUT_OF_SERVICE, DOWN",
        "503, DOWN, DOWN",
        "503, UP, DOWN",
        "200, banana, UP",
        "500, banana, DOWN"
    })
    void understandsTheStatusWordAndNeverBettersTheHttpStatus(int status, String word, HealthStatus meaning) {
        assertThat(judge(status, "{\"status\":\"" + word + "\"}").status()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "[1]", "null", "12", "{\"status\":7}", "{}", "{\"status\":", "\u0000\u0001"})
    void judgesByTheHttpStatusWhereTheBodySaysNothing(String body) {
        assertThat(judge(200, body)).isEqualTo(new Reading(HealthStatus.UP, "answered 200"));
        assertThat(judge(500, body)).isEqualTo(new Reading(HealthStatus.DOWN, "answered 500"));
    }

    @Test
    void namesSpringsComponentsThatAreDown() {
        Reading verdict = judge(
                503,
                """
                {"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"x"}},
                 "ping":{"status":"UP"}}}""");

        assertThat(verdict.detail()).isEqualTo("answered 503, status DOWN because of db DOWN (x)");
    }

    @Test
    void namesMicroProfilesChecksThatAreDown() {
        Reading verdict = judge(
                503,
                """
                {"status":"DOWN","checks":[{"name":"queue","status":"DOWN"},{"name":"disk","status":"UP"}]}""");

        assertThat(verdict.detail()).endsWith("because of queue DOWN");
    }

    @Test
    void namesTheChecksOfHealthJsonThatWarn() {
        Reading verdict = judge(
                200,
                """
                {"status":"warn","checks":{"memory:utilization":[{"status":"warn","observedValue":85}]}}""");

        assertThat(verdict)
                .isEqualTo(new Reading(
                        HealthStatus.DEGRADED, "answered 200, status warn because of memory:utilization warn"));
    }

    @Test
    void quotesForeignTextInOneShortLine() {
        Reading verdict = judge(200, "{\"status\":\"" + "x\\n".repeat(10_000) + "\"}");

        assertThat(verdict.detail()).hasSizeLessThan(300).doesNotContain("\n");
    }

    private static Reading judge(int status, String body) {
        return HealthAnswers.judge(
                new Answer(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body), false, Duration.ZERO),
                status / 100 == 2);
    }
}
