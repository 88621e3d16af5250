package io.lotse.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** A declared set at one of two nodes, as a team runs it; its node is killed, and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@GivesPorts
class SupervisionIT {
    private static final String SERVICES = "/api/v1/supervisor/services";

    private Path home;
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = folder;
        mesh = new Mesh(folder);
        a = mesh.start("a");
        b = mesh.join(a, "b");
        String java = "[" + Mesh.java() + ", -XX:TieredStopAtLevel=1, -Xmx32m, -cp, "
                + Path.of("target", "test-classes").toAbsolutePath() + ", " + NamedService.class.getName();
        Files.writeString(
                folder.resolve("services.yaml"),
                """
                name: shop
                services:
                  web:
                    command: %s, web]
                    health: /health
                    depends_on: {store: {restart: true}}
                  store:
                    command: %s, store]
                  ticker:
                    command: [sh, -c, 'n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.2; done']
                    port: none
                """
                        .formatted(java, java));
    }

    @AfterAll
    void stop() {
        lotse("down", "--set", "shop");
        mesh.close();
    }

    private Lotse.Result lotse(String... arguments) {
        return mesh.lotse().run(Map.of("LOTSE_CONTROL", b.control()), arguments);
    }

    /** As the other node tells it. */
    private Map<String, JsonObject> services() {
        return Http.json(b.control() + SERVICES).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(one -> one.getString("service"), one -> one));
    }

    private Map<String, Long> pids() {
        return services().entrySet().stream()
                .filter(one -> one.getValue().getLong("pid") != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().getLong("pid")));
    }

    private void awaitReady(int count) {
        soon(() -> assertThat(services().values()).hasSize(count).allSatisfy(one -> assertThat(one.getString("state"))
                .isEqualTo("ready")));
    }

    @Test
    void servicesOutliveTheirNodeAndAreSupervisedOnWhenItIsBack() throws IOException {
        Lotse.Result up = mesh.lotse().run(Map.of("LOTSE_CONTROL", a.control()), "up");
        up.succeeded();
        assertThat(up.out()).containsSubsequence("store ready", "web ready");
        awaitReady(3);
        soon(() -> assertThat(Http.get(b.gateway() + "/api/web/x").body()).contains("/x"));
        Map<String, Long> before = pids();

        a.crash();
        assertThat(before.values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isPresent());
        a = mesh.startAgain(a);

        awaitReady(3);
        assertThat(pids()).isEqualTo(before);
        soon(() -> assertThat(Http.get(b.gateway() + "/api/web/y").body()).contains(before.get("web") + " /y"));

        assertThat(lotse("restart", "store").succeeded().out()).contains("store ready");
        soon(() -> assertThat(pids())
                .containsEntry("ticker", before.get("ticker"))
                .doesNotContainValue(before.get("store"))
                .doesNotContainValue(before.get("web"))
                .hasSize(3));
        awaitReady(3);

        Signals.send("KILL", pids().get("web"));
        soon(() -> assertThat(services().get("web").getInteger("restarts")).isPositive());
        awaitReady(3);
        assertThat(lotse("logs", "ticker", "-n", "2").succeeded().out()).matches("(?s)tick \\d+\\s+tick \\d+\\s+");
        assertThat(lotse("logs", "--node", "a", "-n", "1000").succeeded().out()).contains("event=service_adopted");

        Map<String, Long> last = pids();
        lotse("down", "--set", "shop").succeeded();
        assertThat(last.values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(lotse("ps").succeeded().out()).doesNotContain("ready");
    }

    @Test
    void mistakesOfAFileAreAllToldAtOnce() throws IOException {
        Path file = Files.writeString(
                home.resolve("bad.yaml"),
                "services:\n  a: {command: ./a, depends_on: [b]}\n  b: {command: ./b, depends_on: [a], prot: 1}\n");

        Lotse.Result refused = lotse("up", "-f", file.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err().lines().toList())
                .hasSize(2)
                .allMatch(line -> line.startsWith("lotse: " + file + ":3: services.b"));
        assertThat(List.of(refused.out())).containsExactly("");
    }
}
