package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/** Every check comes to an end and says what was wrong, whatever stands at the other end. */
class HttpCheckTest {
    /** Names are asked of nobody who answers, and not for long: the end of Vert.x waits for questions. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setAddressResolverOptions(new AddressResolverOptions()
                    .addServer("127.0.0.1:" + FreePorts.next())
                    .setSearchDomains(List.of())
                    .setQueryTimeout(500)
                    .setMaxQueries(1)));

    private final BadEndpoints endpoints = new BadEndpoints(vertx);
    /** For what answers: never waited for. */
    private final Checks patient =
            new Checks(vertx, Duration.ofSeconds(8), Clock.systemUTC(), () -> ObserverSettings.DEFAULT);
    /** For what never answers. */
    private final Checks hasty =
            new Checks(vertx, Duration.ofMillis(400), Clock.systemUTC(), () -> ObserverSettings.DEFAULT);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void anAnswerOf200IsUpAndHasALatency() {
        Finding finding = ask("/ok");

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.httpStatus()).isEqualTo(200);
        assertThat(finding.latency()).isPositive();
    }

    @Test
    void readsTheFiguresThatItShowsToPrometheus() {
        Finding finding = await(patient.check(
                Samples.instance("a", await(endpoints.http()), "/ok", Map.of("metrics_path", "/figures"))));

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.vitals().cpu()).isEqualTo(0.25);
        assertThat(finding.vitals().memoryBytes()).isEqualTo(1_000_000);
    }

    @Test
    void figuresThatAreNotThereMakeNothingWorse() {
        Finding finding = await(
                patient.check(Samples.instance("a", await(endpoints.http()), "/ok", Map.of("metrics_path", "/none"))));

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.detail()).contains("/none");
    }

    @Test
    void silenceAfterTheConnectionIsDownAtTheTimeout() {
        assertDown(askInVain("/silent"), null, "no answer within 400 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/never-ends", "/drips"})
    void aBodyThatNeverEndsIsDownAtTheTimeout(String path) {
        assertDown(askInVain(path), 200, "began to answer 200, but did not end within 400 ms");
    }

    @Test
    void aHugeBodyIsCutAndJudgedByItsStatus() {
        Finding finding = ask("/huge");

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.detail()).contains("more than 64 KiB").contains("HTTP status alone");
        // what the kernel's buffers take beyond the limit is not ours, but it is far from 10 GB
        assertThat(endpoints.written).hasValueLessThan(64_000_000);
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertDown(ask("/redirects"), 302, "answered 302 to /redirects: redirects are not followed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonsense", "/deep"})
    void aBodyThatIsNoJsonIsJudgedByItsStatus(String path) {
        Finding finding = ask(path);

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.detail()).isEqualTo("answered 200");
    }

    @Test
    void aBodyThatBreaksOffIsDown() {
        assertDown(ask("/breaks-off"), 200, "broke off in the middle of the answer");
    }

    @Test
    void aPathThatIsNotThereIsDownWithAHint() {
        assertDown(ask("/nowhere"), 404, "see whether health_path is right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "http://127.0.0.1/health", "/a b", "/\r\nX: y", ""})
    void aHealthPathThatIsNoPathIsNotAsked(String path) {
        assertDown(ask(path), null, "is not a path: register one such as /health");
    }

    @Test
    void whoDoesNotSpeakHttpIsDown() {
        int port = await(endpoints.tcp("SSH-2.0-OpenSSH_9.2\r\n\r\n", false));

        assertDown(ask(port, "/"), null, "did not answer in HTTP");
    }

    @Test
    void whoAcceptsAndIsSilentIsDownAtTheTimeout() {
        assertDown(askInVain(await(endpoints.tcp("", false)), "/"), null, "no answer within 400 ms");
    }

    @Test
    void whoAcceptsAndClosesIsDown() {
        assertDown(ask(await(endpoints.tcp("", true)), "/"), null, "did not answer in HTTP");
    }

    @Test
    void headersThatNeverEndAreDown() {
        assertDown(ask(await(endpoints.endlessHeaders()), "/"), null, "did not answer in HTTP");
    }

    @Test
    void aPortWhereNobodyListensIsDown() {
        assertDown(ask(FreePorts.next(), "/"), null, "nothing listens there");
    }

    @Test
    void anAddressThatCannotBeResolvedIsDown() {
        Finding finding = await(hasty.check(Samples.instance("a", "no-such-host.invalid", 80, "/")));

        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.detail()).containsAnyOf("cannot be resolved", "no connection within");
    }

    private Finding ask(String path) {
        return ask(await(endpoints.http()), path);
    }

    private Finding ask(int port, String path) {
        return await(patient.check(Samples.instance("a", "127.0.0.1", port, path)));
    }

    private Finding askInVain(String path) {
        return askInVain(await(endpoints.http()), path);
    }

    private Finding askInVain(int port, String path) {
        return await(hasty.check(Samples.instance("a", "127.0.0.1", port, path)));
    }

    private static void assertDown(Finding finding, Integer httpStatus, String detail) {
        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.httpStatus()).isEqualTo(httpStatus);
        assertThat(finding.detail()).contains(detail);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
