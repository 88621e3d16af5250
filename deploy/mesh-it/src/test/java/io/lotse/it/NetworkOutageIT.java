package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.NeedsProgram;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** A node with services that need another host; the cable is pulled, and put back. */
@NeedsProgram(value = "ip", install = "apt-get install iproute2")
@EnabledIf(
        value = "io.lotse.it.OwnNetwork#canBe",
        disabledReason =
                "nobody may make a network here; RecoveryTest and OutageTest try it with an outage that is told")
class NetworkOutageIT {
    private static final String SETTINGS =
            """
            network:
              failures_until_offline: 3
              targets:
                - {name: world, axis: internet, tcp: "%s:7", refused_is_reached: true, interval: 200ms, timeout: 200ms}
              recovery: {settle: 4s, jitter: 300ms, max_restart_attempts: 2, ready_within: 60s}
            """
                    .formatted(OwnNetwork.NEIGHBOUR);
    private static final String SERVICES =
            """
            name: shop
            services:
              orders: {command: %1$s, sticks, %2$s], health: /health, depends_on: [prices]}
              prices: {command: %1$s, sticks, %2$s], health: /health}
              search: {command: %1$s, mends, %2$s], health: /health}
              import: {command: %1$s, dies, %2$s], health: /health}
              local: {command: [sh, -c, 'while :; do sleep 1; done'], port: none, network: none}
            """;

    @TempDir
    private Path home;

    @Test
    void nothingIsRestartedDuringAnOutageAndAfterItOnlyWhatIsBrokenInOrder() throws IOException {
        String java = "[" + Mesh.java() + ", -XX:TieredStopAtLevel=1, -Xmx32m, -cp, "
                + Path.of("target", "test-classes").toAbsolutePath() + ", " + NetworkedService.class.getName();
        Files.writeString(home.resolve("services.yaml"), SERVICES.formatted(java, OwnNetwork.NEIGHBOUR));
        Path settings = Files.writeString(home.resolve("lotse.yaml"), SETTINGS);
        try (OwnNetwork network = new OwnNetwork()) {
            Lotse lotse = network.in(new Lotse(home));
            try (NodeProcess node =
                    NodeProcess.start(lotse, "a", "--config", settings.toString(), "--health-interval", "1s")) {
                lotse.run("up").succeeded();
                assertThat(node.isAlive()).isTrue();
                comesAndGoes(network, lotse);
                lotse.run("down", "--set", "shop").succeeded();
            }
        }
    }

    private void comesAndGoes(OwnNetwork network, Lotse lotse) {
        Map<String, Long> before = pids(lotse);
        network.pull();
        soon(() -> assertThat(log()).contains("event=network_outage_began"));
        for (String service : List.of("orders", "prices", "search")) {
            soon(() -> assertThat(lines("event=health_changed service=" + service + " .* status=down"))
                    .isNotEmpty());
        }
        soon(() -> assertThat(services(lotse).get("import").getString("detail")).contains("internet is out"));

        assertThat(services(lotse).get("import").getString("state")).isEqualTo("restarting");
        // one that ended before the outage was believed may have been restarted in between
        int restarts = lines("event=service_restarted .*").size();
        Signals.send("KILL", before.get("local"));
        soon(() ->
                assertThat(services(lotse).get("local").getInteger("restarts")).isEqualTo(1));
        soon(() -> assertThat(firing(lotse)).containsExactly("network"));
        assertThat(lines("event=service_restarted .*")).hasSize(restarts + 1);
        assertThat(lines("event=recovery_restart .*")).isEmpty();

        network.putBack();
        soon(() -> assertThat(lines("event=network_recovery_ended .*")).hasSize(1));

        assertThat(lines("event=network_outage_began .*")).hasSize(1);
        Map<String, JsonObject> seenTo = recovered(lotse);
        assertThat(seenTo).containsOnlyKeys("orders", "prices", "search", "import");
        seenTo.values().forEach(one -> assertThat(one.getInstant("up_at")).isAfter(one.getInstant("down_since")));
        assertThat(seenTo.get("search").getString("outcome")).isEqualTo("by_itself");
        for (String restarted : List.of("orders", "prices", "import")) {
            assertThat(seenTo.get(restarted).getString("outcome")).isEqualTo("restarted");
            assertThat(seenTo.get(restarted).getInteger("attempts")).isEqualTo(1);
        }
        assertThat(seenTo.get("import").getString("detail")).isEqualTo("by the supervisor of a: it had ended");
        assertThat(lines("event=recovery_restart .*"))
                .containsExactly(
                        "event=recovery_restart service_id="
                                + seenTo.get("prices").getString("service_id") + " attempt=1",
                        "event=recovery_restart service_id="
                                + seenTo.get("orders").getString("service_id") + " attempt=1");
        assertThat(pids(lotse)).containsEntry("search", before.get("search")).hasSize(5);
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("a").resolve("logs").resolve("lotse.log"));
    }

    /** What the node logged that is such, each from there on to the end of the line. */
    private List<String> lines(String pattern) {
        try {
            return Pattern.compile(pattern)
                    .matcher(log())
                    .results()
                    .map(MatchResult::group)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonArray items(Lotse lotse, String... command) {
        String[] asJson = Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
        return new JsonObject(lotse.run(asJson).succeeded().out()).getJsonArray("items");
    }

    private static Map<String, JsonObject> services(Lotse lotse) {
        return by("service", items(lotse, "ps"));
    }

    /** The rules of the alerts that somebody is told of. */
    private static List<String> firing(Lotse lotse) {
        return items(lotse, "alerts").stream()
                .map(JsonObject.class::cast)
                .filter(alert -> alert.getString("status").equals("firing"))
                .map(alert -> alert.getString("rule"))
                .toList();
    }

    private static Map<String, Long> pids(Lotse lotse) {
        return services(lotse).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue()
                .getLong("pid")));
    }

    private static Map<String, JsonObject> recovered(Lotse lotse) {
        JsonArray recoveries = items(lotse, "network", "--recoveries");
        assertThat(recoveries).hasSize(1);
        return by("service_name", recoveries.getJsonObject(0).getJsonArray("instances"));
    }

    private static Map<String, JsonObject> by(String key, JsonArray items) {
        return items.stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(one -> one.getString(key), one -> one));
    }
}
