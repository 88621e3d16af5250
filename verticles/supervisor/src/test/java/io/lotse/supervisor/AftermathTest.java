package io.lotse.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.Listeners;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/** Real processes. */
class AftermathTest {
    @TempDir
    private Path data;

    private Vertx vertx;
    private Means means;
    private Kept kept;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        means = RealMeans.in(data, vertx, Clock.systemUTC());
        Path file = Files.writeString(data.resolve("services.yaml"), "services: {web: {command: [sh]}}");
        ServicesConfig.Service spec = ServicesConfig.read(file).service("web").orElseThrow();
        kept = Kept.of("shop", spec).starting("first").at("web-1", "127.0.0.1", 8080);
    }

    @AfterEach
    void stop() throws Exception {
        get(new Ending(means).endAny(kept));
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Runs it to its end, as the service's process. */
    private Aftermath.Cause after(String script, boolean early) throws Exception {
        Process child = means.spawner()
                .start(
                        data,
                        List.of("sh", "-c", script),
                        Map.of(),
                        means.mark(kept),
                        data.resolve("web.log"),
                        ServicesConfig.Limits.NONE);
        Proc process = means.processes().started(child);
        int code = child.waitFor();
        return get(new Aftermath(means).look(kept, process, code, early));
    }

    private void listening(Listener... listeners) throws Exception {
        get(HostContract.LISTENERS
                .serveFor(vertx.eventBus(), "harbour", q -> Future.succeededFuture(new Listeners(List.of(listeners))))
                .completion());
    }

    @Test
    void oneThatLeavesNothingEndedByItself() throws Exception {
        assertThat(after("exit 3", false)).isEqualTo(Aftermath.Cause.ITSELF);
    }

    @Test
    void oneThatWentIntoTheBackgroundLeavesNothingRunning() throws Exception {
        Aftermath.Cause cause = after("setsid sleep 300 & exit 0", false);

        assertThat(cause.why()).startsWith("it went into the background: its process ended with 0 and left process");
        assertThat(means.processes().members(means.marks(kept), null)).isEmpty();
    }

    @Test
    void whatACrashLeavesIsEndedTooButIsNotItsReason() throws Exception {
        assertThat(after("sleep 300 & exit 3", false).why()).isNull();
        assertThat(means.processes().members(means.marks(kept), null)).isEmpty();
    }

    @Test
    void oneThatEndedEarlyMayHaveLostItsPort() throws Exception {
        listening(new Listener("127.0.0.1", Protocol.TCP, 8080, 12L, "nc", "root", Instant.EPOCH));

        assertThat(after("exit 98", true))
                .isEqualTo(new Aftermath.Cause(
                        "ended with exit code 98, and its port 8080 is taken by pid 12 (nc)", true));
        assertThat(after("exit 98", false)).isEqualTo(Aftermath.Cause.ITSELF);
    }

    @Test
    void oneWhosePortIsFreeEndedByItself() throws Exception {
        listening();

        assertThat(after("exit 98", true)).isEqualTo(Aftermath.Cause.ITSELF);
    }
}
