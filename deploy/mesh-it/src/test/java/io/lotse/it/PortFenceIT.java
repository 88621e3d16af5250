package io.lotse.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The second fence: thieves, owners that die and owners that are paused, with real programs on a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@GivesPorts
class PortFenceIT {
    /** Watches which ports are given, and takes each that it can before its owner does. */
    private static final String THIEF =
            """
            import json, socket, sys, urllib.request
            control, service, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
            taken = {}
            print("watching", flush=True)
            while True:
                with urllib.request.urlopen(control + "/api/v1/ports") as answer:
                    for one in json.load(answer)["items"]:
                        port = one["port"]
                        if one["service_id"].startswith(service) and port not in taken and len(taken) < most:
                            thief = socket.socket()
                            thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                            try:
                                thief.bind(("127.0.0.1", port))
                                thief.listen()
                                taken[port] = thief
                                print("took", port, flush=True)
                            except OSError:
                                print("missed", port, flush=True)
                                taken[port] = None
            """;

    private static final String WATCHING = "watching\n";

    /** Serves by the socket that it is handed. */
    private static final String TAKER =
            """
            import http.server, socket
            server = http.server.HTTPServer(("", 0), http.server.SimpleHTTPRequestHandler, False)
            server.socket = socket.socket(fileno=3)
            server.serve_forever()
            """;
    /** Long enough for any thief. */
    private static final String SLOW = "sleep 2; exec python3 -m http.server --bind $HOST $PORT";

    private Path home;
    private Mesh mesh;
    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = folder;
        Files.writeString(folder.resolve("thief.py"), THIEF);
        Files.writeString(folder.resolve("taker.py"), TAKER);
        mesh = new Mesh(folder);
        node = mesh.start("fence");
    }

    @AfterAll
    void stop() {
        mesh.close();
    }

    @Test
    void aThiefGetsAPortThatIsBoundLateAndItsOwnerMovesOn() throws Exception {
        Process thief = thief("late", 1);
        try {
            mesh.runCommand(node, "late", List.of(), List.of("sh", "-c", SLOW));

            awaitActive("late");
            assertThat(stolen("late")).startsWith("took ");
            int lost = Integer.parseInt(stolen("late").strip().split(" ")[1]);
            assertThat(active("late").get().getInteger("port")).isNotEqualTo(lost);
            assertThat(mesh.said("late")).contains("port " + lost + " was taken by pid " + thief.pid());

            soon(() -> assertThat(foreignPorts()).contains(lost));
            Lotse.Result why = lotse("ports", "why", Integer.toString(lost)).succeeded();
            assertThat(why.out()).contains("that is foreign").contains("kill " + thief.pid());
            Lotse.Result check = lotse("ports", "check");
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.out()).contains("listens at " + lost + "/tcp");
            assertThat(lotse("ports", "list", "--foreign").succeeded().out()).contains(Integer.toString(lost));
        } finally {
            thief.destroyForcibly();
        }
    }

    @Test
    void nobodyGetsAPortThatWasBoundBeforeItWasGiven() throws Exception {
        Process thief = thief("handed", 1);
        try {
            mesh.runCommand(
                    node,
                    "handed",
                    List.of("--socket", "inherit"),
                    List.of("sh", "-c", "sleep 2; exec python3 " + home.resolve("taker.py")));

            awaitActive("handed");
            int port = active("handed").get().getInteger("port");
            soon(() -> assertThat(stolen("handed")).contains("missed " + port));
            assertThat(stolen("handed")).doesNotContain("took");
            assertThat(Http.get("http://127.0.0.1:" + port + "/").statusCode()).isEqualTo(200);
        } finally {
            thief.destroyForcibly();
        }
    }

    @Test
    void aKilledOwnersPortIsFreedAndAPausedOnesIsNot() throws Exception {
        List<String> command = List.of("python3", "-m", "http.server", "--bind", "{host}", "{port}");
        Process killed = mesh.runCommand(node, "killed", List.of(), command);
        Process paused = mesh.runCommand(node, "paused", List.of(), command);
        awaitActive("killed");
        awaitActive("paused");

        signal("KILL", killed);
        signal("STOP", paused);

        // 30 s after it was found dead
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(instances("killed")).isEmpty());
        assertThat(isRegistered("paused")).isTrue();
        signal("CONT", paused);
        awaitActive("paused");
    }

    /** Watches from now on. */
    private Process thief(String service, int most) throws IOException {
        Process thief = new ProcessBuilder(
                        "python3", home.resolve("thief.py").toString(), node.control(), service, Integer.toString(most))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("thief-of-" + service).toFile())
                .start();
        soon(() -> assertThat(said(service)).startsWith(WATCHING));
        return thief;
    }

    private String stolen(String service) throws IOException {
        return said(service).substring(WATCHING.length());
    }

    private String said(String service) throws IOException {
        return Files.readString(home.resolve("thief-of-" + service));
    }

    private Lotse.Result lotse(String... arguments) {
        return mesh.lotse().run(arguments);
    }

    /** With all below it: what runs it and what it runs. */
    private static void signal(String name, Process run) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("kill", "-" + name));
        run.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        command.add(Long.toString(run.pid()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private void awaitActive(String service) {
        soon(() -> assertThat(active(service)).as("of %s", instances(service)).isPresent());
    }

    private Optional<JsonObject> active(String service) {
        return instances(service).stream()
                .map(JsonObject.class::cast)
                .filter(i -> i.getString("status").equals("active"))
                .findFirst();
    }

    private boolean isRegistered(String service) {
        return !instances(service).isEmpty();
    }

    private JsonArray instances(String service) {
        return Http.json(node.control() + "/api/v1/ipmanager/services?name=" + service)
                .getJsonArray("items");
    }

    private List<Integer> foreignPorts() {
        return Http.json(node.control() + "/api/v1/ports/foreign").getJsonArray("listeners").stream()
                .map(f -> ((JsonObject) f).getJsonObject("listener").getInteger("port"))
                .toList();
    }
}
