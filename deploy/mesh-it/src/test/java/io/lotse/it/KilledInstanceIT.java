package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests go on through two gateways while instances are killed and deregistered; prints what was lost meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@GivesPorts
class KilledInstanceIT {
    private static final String MANAGEMENT = "/api/v1/ipmanager/";
    /** Longer than a busy machine holds up a heart that beats five times in two seconds. */
    private static final int HEARTBEAT_TIMEOUT_SECONDS = 5;

    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> beating = ConcurrentHashMap.newKeySet();
    private final Map<String, Process> plain = new HashMap<>();
    private Path home;
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;

    @BeforeAll
    void startTwoNodes(@TempDir Path folder) {
        home = folder;
        mesh = new Mesh(folder);
        a = mesh.start("a");
        b = mesh.join(a, "b");
        JsonObject config = new JsonObject().put("heartbeat_timeout", HEARTBEAT_TIMEOUT_SECONDS);
        assertThat(Http.send(HttpRequest.newBuilder(URI.create(a.control() + MANAGEMENT + "config"))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(config.encode())))
                        .statusCode())
                .isEqualTo(200);
        heart.scheduleWithFixedDelay(this::beat, 0, 400, TimeUnit.MILLISECONDS);
    }

    @AfterAll
    void stop() {
        heart.shutdownNow();
        plain.values().forEach(Process::destroyForcibly);
        mesh.close();
    }

    @Test
    void anInstanceThatHeartbeatsItselfAndIsKilledIsLeftOut() {
        String killed = startPlain("plain");
        startPlain("plain");
        awaitInstances("plain", 2);

        try (Traffic traffic = new Traffic(List.of(a.gateway(), b.gateway()), "plain")) {
            traffic.awaitAnswers(40);
            long at = System.nanoTime();
            plain.get(killed).destroyForcibly();
            beating.remove(killed);
            awaitInstances("plain", 1);
            traffic.awaitSuccesses(40);

            System.out.println("killed instance, heartbeats by itself (timeout " + HEARTBEAT_TIMEOUT_SECONDS + " s): "
                    + traffic.lostSince(at));
        }
    }

    @Test
    void anInstanceUnderLotseRunThatIsKilledIsLeftOut() {
        mesh.run(a, "managed");
        mesh.run(b, "managed");
        awaitInstances("managed", 2);
        ProcessHandle killed = ProcessHandle.of(
                        pid(Http.get(a.gateway() + "/api/managed/").body()))
                .orElseThrow();

        try (Traffic traffic = new Traffic(List.of(a.gateway(), b.gateway()), "managed")) {
            traffic.awaitAnswers(40);
            long at = System.nanoTime();
            killed.destroyForcibly();
            awaitInstances("managed", 1);
            traffic.awaitSuccesses(40);

            System.out.println("killed instance under lotse run: " + traffic.lostSince(at));
        }
    }

    @Test
    void anInstanceUnderLotseRunThatIsStoppedLosesNoRequestThoughNoneIsSentAgain() throws InterruptedException {
        Process stopped = mesh.run(a, "stopped");
        mesh.run(b, "stopped");
        awaitInstances("stopped", 2);

        try (Traffic traffic = Traffic.ofPosts(List.of(a.gateway(), b.gateway()), "stopped")) {
            traffic.awaitAnswers(40);
            long at = System.nanoTime();
            stopped.destroy();
            assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
            awaitInstances("stopped", 1);
            traffic.awaitSuccesses(40);

            System.out.println("stopped instance under lotse run: " + traffic.lostSince(at));
            assertThat(traffic.since(0)).allMatch(Traffic.Request::succeeded);
        }
    }

    @Test
    void anInstanceThatIsDeregisteredGetsNoRequestFromThenOnThoughItListens() {
        String leaving = startPlain("leaving");
        startPlain("leaving");
        awaitInstances("leaving", 2);
        long itsPid = plain.get(leaving).pid();

        try (Traffic traffic = new Traffic(List.of(a.gateway(), b.gateway()), "leaving")) {
            traffic.awaitAnswers(40);
            beating.remove(leaving);
            assertThat(Http.post(a.control() + MANAGEMENT + "deregister", new JsonObject().put("service_id", leaving))
                            .statusCode())
                    .isEqualTo(204);
            long deregistered = System.nanoTime();
            awaitInstances("leaving", 1);
            long knownToBoth = System.nanoTime();
            traffic.awaitSuccesses(40);

            assertThat(traffic.since(deregistered))
                    .filteredOn(request -> request.gateway().equals(a.gateway()))
                    .noneMatch(request -> pid(request.answer()) == itsPid);
            assertThat(traffic.since(knownToBoth)).noneMatch(request -> pid(request.answer()) == itsPid);
            assertThat(traffic.since(0)).allMatch(Traffic.Request::succeeded);
        }
    }

    /** Starts a process of our own and registers it by REST, as a team does that does not use {@code lotse run}. */
    private String startPlain(String service) {
        String port = Mesh.freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        Mesh.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx32m",
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        NamedService.class.getName(),
                        service)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(service + "-" + port + ".log").toFile());
        builder.environment().put("PORT", port);
        try {
            Process process = builder.start();
            String id = service + "-" + port;
            plain.put(id, process);
            soon(() -> assertThat(Http.status("http://127.0.0.1:" + port + "/")).isEqualTo(200));
            assertThat(Http.post(
                                    a.control() + MANAGEMENT + "register",
                                    new JsonObject()
                                            .put("service_name", service)
                                            .put("service_id", id)
                                            .put("port", Integer.parseInt(port)))
                            .statusCode())
                    .isEqualTo(201);
            beating.add(id);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beat() {
        for (String id : beating) {
            try {
                Http.post(b.control() + MANAGEMENT + "heartbeat/" + id, new JsonObject());
            } catch (UncheckedIOException e) {
                // the next one comes soon; an exception would end the schedule, and with it all instances
                System.out.println("heartbeat of " + id + " was lost: " + e.getMessage());
            }
        }
    }

    private void awaitInstances(String service, int count) {
        for (NodeProcess node : List.of(a, b)) {
            soon(() -> assertThat(Http.json(node.control() + MANAGEMENT + "services?status=active&name=" + service)
                            .getJsonArray("items"))
                    .hasSize(count));
        }
    }

    /** The process that answered; 0 if none did. */
    private static long pid(String answer) {
        String[] words = answer.split(" ");
        return words.length == 3 ? Long.parseLong(words[1]) : 0;
    }
}
