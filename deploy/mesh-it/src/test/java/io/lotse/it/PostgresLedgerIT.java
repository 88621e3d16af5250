package io.lotse.it;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.PostgresServer;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** Three nodes whose ledger is in PostgreSQL; a node dies, then the database is away for a while. */
class PostgresLedgerIT {
    private static final String PASSWORD = "hunter2";

    @TempDir
    private Path folder;

    private final PostgresServer postgres = PostgresServer.startNew();
    private final List<Integer> ports = new ArrayList<>();
    private Path home;
    private Mesh mesh;

    @BeforeEach
    void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(
                home.resolve("lotse.yaml"),
                "ledger:\n  postgres:\n    uri: postgresql://postgres:" + PASSWORD + "@127.0.0.1:" + postgres.port()
                        + "/postgres\n");
        mesh = new Mesh(home);
    }

    @AfterEach
    void stop() {
        mesh.close();
        postgres.close();
    }

    private static HttpResponse<String> register(NodeProcess node, String service) {
        JsonObject wish = new JsonObject().put("service_name", service).put("preferred_port", 21_000);
        return Http.post(node.control() + "/api/v1/ipmanager/register", wish);
    }

    private void registered(NodeProcess node, String service) {
        HttpResponse<String> answer = register(node, service);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        ports.add(new JsonObject(answer.body()).getInteger("port"));
    }

    private static int services(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/ipmanager/services")
                .getJsonArray("items")
                .size();
    }

    @Test
    void aMeshOnPostgresOutlivesANodeAndARestartOfTheDatabase() throws IOException {
        NodeProcess a = mesh.start("a");
        List<NodeProcess> others = mesh.join(a, List.of("b", "c"));
        NodeProcess b = others.get(0);
        NodeProcess c = others.get(1);
        registered(a, "one");
        soon(() -> assertThat(List.of(services(b), services(c))).containsOnly(1));
        c.crash();
        registered(b, "two");
        soon(() -> assertThat(services(a)).isEqualTo(2));

        postgres.stop();
        assertThat(register(a, "never").statusCode()).isIn(503, 504);
        assertThat(services(a)).isEqualTo(2);
        soon(() -> assertThat(inTouch(b)).isFalse());
        assertThat(status(b)).contains("NOT in touch: writes are refused");
        postgres.start();

        soon(() -> assertThat(List.of(inTouch(a), inTouch(b))).containsOnly(true));
        registered(b, "three");
        registered(a, "four");
        soon(() -> assertThat(List.of(services(a), services(b))).containsOnly(4));
        assertThat(ports).doesNotHaveDuplicates().contains(21_000);

        refusesWithoutTheUri(a);
        assertThat(Files.readString(home.resolve("a").resolve("node.json"))).contains("\"postgres\"");
        assertThat(status(a)).contains("postgres at 127.0.0.1:" + postgres.port() + "/postgres, revision ");
        assertThat(mesh.lotse().logs() + a.errors() + b.errors() + status(a)).doesNotContain(PASSWORD);
        assertThat(Files.readString(home.resolve("a").resolve("node.json"))).doesNotContain(PASSWORD);
    }

    private static boolean inTouch(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/cluster")
                .getJsonObject("ledger")
                .getBoolean("in_touch");
    }

    private String status(NodeProcess node) {
        return mesh.lotse()
                .run("status", "--control", node.control())
                .succeeded()
                .out();
    }

    private void refusesWithoutTheUri(NodeProcess there) throws IOException {
        Lotse elsewhere = new Lotse(Files.createDirectory(folder.resolve("elsewhere")));
        Lotse.Result refused = elsewhere.run(
                Map.of("LOTSE_GATEWAY_PORT", Mesh.freePort(), "LOTSE_CONTROL_PORT", Mesh.freePort()),
                "start",
                "--name",
                "d",
                "--cluster-port",
                Mesh.freePort(),
                "--dns-port",
                Mesh.freePort(),
                "--join",
                Mesh.clusterAddress(there));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("in PostgreSQL").contains("--ledger-postgres-uri");
    }
}
