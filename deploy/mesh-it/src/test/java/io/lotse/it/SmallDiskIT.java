package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A disk of the ledger becomes full, and has room again. */
@EnabledIf(
        value = "io.lotse.it.SmallDisk#canBe",
        disabledReason =
                "nobody may mount a disk here; DiskFloorTest and HandoverTest try it with one that is said to be full")
class SmallDiskIT {
    private static final String FULL = "event=ledger_disk_full";
    private int written;

    @Test
    void aNodeRefusesWritesSaysSoReadsOnAndTakesThemAgain(@TempDir Path home) {
        Lotse lotse = new Lotse(home);
        SmallDisk disk = new SmallDisk(home.resolve("a"));
        try (NodeProcess node = NodeProcess.start(disk.under(lotse), "a", options())) {
            assertThat(register(node).statusCode()).isEqualTo(201);
            assertThat(ready(node).getString("status")).isEqualTo("ready");

            disk.fill(node);
            soon(() -> assertThat(ready(node).getString("status")).isEqualTo("read-only"));

            assertThat(ready(node).getString("reason"))
                    .contains("MB are free in " + home.resolve("a").resolve("ledger"), "below 32 MB")
                    .contains("make room there, or lower --ledger-disk-floor");
            for (int i = 0; i < 5; i++) {
                assertRefused(register(node));
            }
            soon(() -> assertThat(metric(node, "lotse_ledger_disk_refusing")).isEqualTo(1));
            assertThat(metric(node, "lotse_ledger_disk_free_bytes"))
                    .isLessThan(metric(node, "lotse_ledger_disk_floor_bytes"));
            assertThat(lotse.run("ledger", "status", "--control", node.control())
                            .succeeded()
                            .out())
                    .contains("THEY ARE REFUSED NOW");
            assertThat(services(node)).isEqualTo(1);
            assertThat(lines(disk, node, FULL)).isEqualTo(1);

            disk.empty(node);
            soon(() -> assertThat(register(node).statusCode()).isEqualTo(201));

            soon(() -> assertThat(ready(node).containsKey("reason")).isFalse());
            soon(() -> assertThat(metric(node, "lotse_ledger_disk_refusing")).isZero());
            assertThat(lines(disk, node, FULL)).isEqualTo(1);
            assertThat(lines(disk, node, "event=ledger_disk_has_room")).isEqualTo(1);
        }
    }

    @Test
    void aLeaderHandsOverToAVoterWithRoomAndAllRefuseWhereNoneHasAny(@TempDir Path home) {
        Lotse lotse = new Lotse(home);
        Map<String, SmallDisk> disks = new HashMap<>();
        try (ThreeVoters voters = new ThreeVoters(lotse, SmallDisk.FLOOR)) {
            voters.startAll(name -> disks.computeIfAbsent(name, n -> new SmallDisk(home.resolve(n)))
                    .under(lotse));
            Map<String, NodeProcess> nodes = voters.nodes();
            NodeProcess first = nodes.get("a");
            String leader = soon(() -> String.valueOf(leader(first)), nodes::containsKey);
            NodeProcess former = nodes.get(leader);

            disks.get(leader).fill(former);
            // not one write is refused meanwhile
            await().atMost(60, SECONDS)
                    .until(
                            () -> {
                                nodes.values().forEach(node -> assertThat(
                                                register(node).statusCode())
                                        .isEqualTo(201));
                                return nodes.values().stream()
                                        .map(SmallDiskIT::leader)
                                        .toList();
                            },
                            leaders -> !leaders.contains(leader));

            soon(() -> assertThat(ready(former).getString("reason")).contains("a voter with room takes them"));
            assertThat(ready(former).getString("status")).isEqualTo("ready");
            assertThat(lines(disks.get(leader), former, FULL)).isEqualTo(1);
            assertThat(lines(disks.get(leader), former, "event=ledger_handed_over"))
                    .isEqualTo(1);

            nodes.keySet().stream().filter(n -> !n.equals(leader)).forEach(n -> disks.get(n)
                    .fill(nodes.get(n)));
            nodes.values().forEach(node -> {
                soon(() -> assertThat(ready(node).getString("status")).isEqualTo("read-only"));
                assertRefused(register(node));
                assertThat(services(node)).isPositive();
            });

            disks.get(leader).empty(former);
            nodes.values().forEach(node -> {
                soon(() -> assertThat(register(node).statusCode()).isEqualTo(201));
                soon(() -> assertThat(ready(node).getString("status")).isEqualTo("ready"));
            });
        }
    }

    private static String[] options() {
        return new String[] {
            SmallDisk.FLOOR[0],
            SmallDisk.FLOOR[1],
            "--gateway-port",
            Mesh.freePort(),
            "--control-port",
            Mesh.freePort(),
            "--cluster-port",
            Mesh.freePort(),
            "--ledger-port",
            Mesh.freePort(),
            NodeProcess.DNS_PORT,
            Mesh.freePort()
        };
    }

    private HttpResponse<String> register(NodeProcess node) {
        return Http.post(
                node.control() + "/api/v1/ipmanager/register",
                new JsonObject().put("service_name", "kept"),
                Map.of("Idempotency-Key", "key-" + written++));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("ledger-disk-full");
        assertThat(new JsonObject(answer.body()).getString("detail"))
                .contains("nothing was changed", "make room there, or lower its --ledger-disk-floor");
    }

    private static JsonObject ready(NodeProcess node) {
        return Http.json(node.control() + "/ready");
    }

    private static String leader(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/cluster")
                .getJsonObject("ledger")
                .getString("leader");
    }

    private static int services(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/ipmanager/services?name=kept&limit=1000")
                .getJsonArray("items")
                .size();
    }

    private static double metric(NodeProcess node, String name) {
        return Http.get(node.control() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    private static long lines(SmallDisk disk, NodeProcess node, String event) {
        try {
            return Files.readString(disk.see(node, "logs/lotse.log"))
                    .lines()
                    .filter(line -> line.contains(event))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
