package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.supervision.LogQuery;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.meshview.MeshView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A supervisor with real processes, and what is asked of it. */
abstract class RealServices {
    static final String NODE = "a";
    static final String SET = "shop";

    @TempDir
    Path data;

    final StandInRegistry registry = new StandInRegistry();
    Vertx vertx;

    @BeforeEach
    void start() throws Exception {
        begin();
    }

    @AfterEach
    void stop() throws Exception {
        down();
        get(vertx.close());
    }

    /** A node's start. */
    void begin() throws Exception {
        vertx = Vertx.vertx();
        registry.serve(vertx.eventBus());
        SupervisorConfig config =
                new SupervisorConfig(NODE, "harbour", "http://127.0.0.1:1", data, List.of(), true, null);
        get(vertx.deployVerticle(new SupervisorVerticle(
                config, new MeshView(Clock.systemUTC()), new SimpleMeterRegistry(), Clock.systemUTC())));
    }

    /** A node's end, and that of its JVM as far as the services see it. */
    void comeBack() throws Exception {
        get(vertx.close());
        begin();
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    void up(String... services) throws Exception {
        Path file = Files.writeString(
                data.resolve("services.yaml"), "name: " + SET + "\nservices:\n  " + String.join("\n  ", services));
        Path declared = SupervisorConfig.declared(data, SET);
        Files.createDirectories(declared.getParent());
        Files.writeString(
                declared, ContractCodec.encode(ServicesConfig.read(file)).encode());
        get(SupervisionContract.UP.callFor(vertx.eventBus(), NODE, new SetOrder(null, SET, null)));
    }

    void down() throws Exception {
        if (!all().isEmpty()) {
            get(SupervisionContract.DOWN.callFor(vertx.eventBus(), NODE, new SetOrder(null, SET, null)));
            await().until(() -> all().stream().noneMatch(s -> s.state().isRunning()));
        }
    }

    List<SupervisedService> all() throws Exception {
        return get(SupervisionContract.STATUS.callFor(vertx.eventBus(), NODE, Empty.EMPTY))
                .items();
    }

    SupervisedService one(String service) throws Exception {
        return all().stream()
                .filter(s -> s.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    SupervisedService becomes(String service, SupervisedState state) {
        await().until(() -> one(service).state() == state);
        try {
            return one(service);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> log(String service) throws Exception {
        return get(SupervisionContract.LOG.callFor(
                        vertx.eventBus(), NODE, new LogQuery(SET, service, null, null, null)))
                .items();
    }

    /** What is on disk of a service, without its process. */
    Path keepWithoutProcess(String service) throws IOException {
        Path state = data.resolve("supervisor").resolve(SET).resolve(service + ".json");
        Files.writeString(state, Files.readString(state).replaceAll("\"process\":\\{[^}]*},", ""));
        assertThat(state).content().contains("\"run\":").doesNotContain("\"process\":");
        return state;
    }

    static String sh(String script) {
        return "[sh, -c, '" + script + "']";
    }

    static boolean lives(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }
}
