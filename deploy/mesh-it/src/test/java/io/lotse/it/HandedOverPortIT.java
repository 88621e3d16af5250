package io.lotse.it;

import java.nio.file.Path;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** A port changes hands between two services that were started by {@code lotse run}, at two nodes of one host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@GivesPorts
class HandedOverPortIT {
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;

    @BeforeAll
    void start(@TempDir Path folder) {
        mesh = new Mesh(folder);
        a = mesh.start("a", "--host", "harbour");
        b = mesh.start("b", "--host", "harbour", "--join", Mesh.clusterAddress(a));
        mesh.lotse()
                .run(
                        "config",
                        "set",
                        "--control",
                        a.control(),
                        "--environment",
                        "development",
                        "conflict_resolution_strategy=reassign",
                        "heartbeat_timeout=3")
                .succeeded();
    }

    @AfterAll
    void stop() {
        mesh.close();
    }

    @Test
    void theHigherPriorityHasItsWishAndTheLowerRunsElsewhere() {
        mesh.run(a, "humble", "--id", "humble-1");
        awaitServed("humble");
        int wish = port("humble-1");

        mesh.run(b, "important", "--id", "important-1", "--priority", "5", "--preferred-port", Integer.toString(wish));
        soon(() -> assertThat(port("important-1")).isEqualTo(wish));

        awaitServed("humble");
        awaitServed("important");
        assertThat(port("humble-1")).isNotEqualTo(wish);
        assertThat(mesh.said("important"))
                .contains("for now: port " + wish + " was asked for")
                .contains("important-1 has port " + wish + " now");
        assertThat(mesh.said("humble"))
                .contains("humble-1 is asked to leave port " + wish + " to important-1 of priority 5");
        assertOneOwnerAtATime(wish);
        assertThat(Http.json(a.control() + "/api/v1/ipmanager/reassignments").getJsonArray("items"))
                .isEmpty();
        assertThat(held("important-1")).containsExactly(wish);
        assertThat(held("humble-1")).containsExactly(port("humble-1"));
    }

    private void assertOneOwnerAtATime(int port) {
        JsonObject why = Http.json(a.control() + "/api/v1/ports/" + port);
        assertThat(why.getJsonArray("history").stream().map(JsonObject.class::cast))
                .as("who held it before")
                .singleElement()
                .satisfies(tenancy -> {
                    assertThat(tenancy.getString("service_id")).isEqualTo("humble-1");
                    assertThat(tenancy.getString("ended")).isEqualTo("moved");
                    assertThat(owner(port).getString("service_id")).isEqualTo("important-1");
                    assertThat(owner(port).getInstant("since")).isAfterOrEqualTo(tenancy.getInstant("until"));
                });
    }

    private JsonObject owner(int port) {
        return ports().stream()
                .filter(p -> p.getInteger("port") == port)
                .findFirst()
                .orElseThrow();
    }

    private List<Integer> held(String serviceId) {
        return ports().stream()
                .filter(p -> p.getString("service_id").equals(serviceId))
                .map(p -> p.getInteger("port"))
                .toList();
    }

    private List<JsonObject> ports() {
        return Http.json(a.control() + "/api/v1/ports").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private int port(String serviceId) {
        return Http.json(a.control() + "/api/v1/ipmanager/endpoint/" + serviceId)
                .getInteger("port");
    }

    /** By both gateways. */
    private void awaitServed(String service) {
        for (NodeProcess node : List.of(a, b)) {
            soon(() -> assertThat(
                            Http.get(node.gateway() + "/api/" + service + "/").body())
                    .startsWith(service + " "));
        }
    }
}
