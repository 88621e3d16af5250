package io.lotse.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.Outcome.Level;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/** Every try comes to an end and says what was wrong, whatever stands at the other end. */
class ProberTest {
    /** For what answers: never waited for. */
    private static final Duration PATIENT = Duration.ofSeconds(8);
    /** For what never answers. */
    private static final Duration HASTY = Duration.ofMillis(400);

    /** No name is asked of a server beyond this host. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setAddressResolverOptions(new AddressResolverOptions().addServer("127.0.0.1:" + FreePorts.next())));

    private final BadPeers peers = new BadPeers(vertx);
    private final Prober prober = new Prober(vertx);

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void aPortThatAcceptsIsReached() {
        Outcome outcome = tryIt(new Check.Tcp("127.0.0.1", get(peers.silent()), false));

        assertThat(outcome.level()).isEqualTo(Level.REACHED);
        assertThat(outcome.latency()).isPositive();
    }

    @Test
    void aRefusalIsReachedOnlyWhereThatCounts() {
        int closed = FreePorts.next();

        assertThat(tryIt(new Check.Tcp("127.0.0.1", closed, true)).level()).isEqualTo(Level.REACHED);
        assertUnreached(tryIt(new Check.Tcp("127.0.0.1", closed, false)), "connection refused");
    }

    @Test
    void thisHostAnswersAnEcho() {
        assertThat(tryIt(new Check.Icmp("127.0.0.1")).level()).isEqualTo(Level.REACHED);
    }

    @Test
    void aNameThatCannotBeResolvedIsUnreached() {
        Outcome outcome = tryInVain(new Check.Tcp("no-such-host.invalid", 80, true));

        assertThat(outcome.level()).isEqualTo(Level.UNREACHED);
        assertThat(outcome.detail()).containsAnyOf("cannot be resolved", "no answer within 400 ms");
    }

    @Test
    void aNameThatCannotBeANameIsUnreached() {
        String nonsense = "x".repeat(70) + ".\u0000..";

        assertThat(tryIt(new Check.Tcp(nonsense, 80, false)).level()).isEqualTo(Level.UNREACHED);
        assertThat(tryIt(new Check.Dns(nonsense, "127.0.0.1", get(peers.dns(BadPeers.Dns.ANSWERS))))
                        .level())
                .isEqualTo(Level.UNREACHED);
    }

    @ParameterizedTest
    @CsvSource({"200, REACHED", "302, REACHED", "404, REACHED", "500, UNWELL", "503, UNWELL"})
    void anHttpAnswerIsReachedAndAServerErrorUnwell(int status, Level level) {
        Outcome outcome = tryIt(
                new Check.Http("http://127.0.0.1:" + get(peers.http(status)).actualPort() + "/health"));

        assertThat(outcome.level()).isEqualTo(level);
        assertThat(outcome.detail()).contains("answered " + status);
    }

    @Test
    void whoAcceptsAndIsSilentIsUnreachedAtTheTimeout() {
        assertUnreached(
                tryInVain(new Check.Http("http://127.0.0.1:" + get(peers.silent()))), "no answer within 400 ms");
    }

    @Test
    void whoSpeaksNoHttpIsUnreached() {
        assertUnreached(tryIt(new Check.Http("http://127.0.0.1:" + get(peers.babbling()))), "failed");
    }

    @Test
    void aBodyThatNeverEndsIsNotRead() {
        assertThat(tryIt(new Check.Http("http://127.0.0.1:" + get(peers.endless())))
                        .level())
                .isEqualTo(Level.REACHED);
    }

    @Test
    void plainHttpWhereTlsIsExpectedIsUnreached() {
        int port = get(peers.http(200)).actualPort();

        assertThat(tryIt(new Check.Http("https://127.0.0.1:" + port)).level()).isEqualTo(Level.UNREACHED);
    }

    @Test
    void aDnsServerThatAnswersIsReached() {
        Outcome outcome = lookUp(BadPeers.Dns.ANSWERS);

        assertThat(outcome.level()).isEqualTo(Level.REACHED);
        assertThat(outcome.detail()).isEqualTo("resolved to 192.0.2.1");
    }

    @Test
    void aDnsServerThatKnowsNoSuchNameIsReachedButUnwell() {
        Outcome outcome = lookUp(BadPeers.Dns.KNOWS_NO_NAME);

        assertThat(outcome.level()).isEqualTo(Level.UNWELL);
        assertThat(outcome.detail()).contains("NXDOMAIN").contains("example.org");
    }

    @ParameterizedTest
    @EnumSource(
            value = BadPeers.Dns.class,
            names = {"IS_SILENT", "TALKS_NONSENSE"})
    void aDnsServerThatDoesNotAnswerIsUnreached(BadPeers.Dns behaviour) {
        Check check = new Check.Dns("example.org", "127.0.0.1", get(peers.dns(behaviour)));

        assertThat(tryInVain(check).level()).isEqualTo(Level.UNREACHED);
    }

    private Outcome lookUp(BadPeers.Dns behaviour) {
        return tryIt(new Check.Dns("example.org", "127.0.0.1", get(peers.dns(behaviour))));
    }

    private Outcome tryIt(Check check) {
        return get(prober.probe(check, PATIENT));
    }

    private Outcome tryInVain(Check check) {
        return get(prober.probe(check, HASTY));
    }

    private static void assertUnreached(Outcome outcome, String detail) {
        assertThat(outcome.level()).isEqualTo(Level.UNREACHED);
        assertThat(outcome.latency()).isNull();
        assertThat(outcome.detail()).contains(detail);
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
