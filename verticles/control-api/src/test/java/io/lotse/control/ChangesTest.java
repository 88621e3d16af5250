package io.lotse.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.TrafficReport;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.EnvironmentDefaults;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesTest {
    private ControlNode node;

    /** An event of the stream; no id for all but the last of a revision. */
    private record Event(String name, String id, JsonObject data) {}

    @BeforeAll
    void start() {
        node = new ControlNode();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void tellsTheLifeOfAnInstance() throws IOException {
        try (Client client = new Client(null)) {
            node.put("life-1", "life", 8301);
            node.put("life-1", "life", 8301, InstanceStatus.INACTIVE, "development");
            long revision = node.ledger
                    .put(
                            Mutation.delete(LedgerKeys.instance("life-1")),
                            Mutation.delete(LedgerKeys.allocation(ControlNode.HOST, Protocol.TCP, 8301)))
                    .revision();

            Event port = client.next();
            assertThat(port.name()).isEqualTo("port-allocated");
            assertThat(port.data().getInteger("port")).isEqualTo(8301);
            assertThat(client.next().name()).isEqualTo("instance-registered");
            Event status = client.next();
            assertThat(status.name()).isEqualTo("instance-status-changed");
            assertThat(status.data().getString("status")).isEqualTo("inactive");
            Event released = client.next();
            assertThat(released.name()).isEqualTo("port-released");
            assertThat(released.data().getString("service_id")).isEqualTo("life-1");
            assertThat(released.id()).isNull();
            Event gone = client.next();
            assertThat(gone.name()).isEqualTo("instance-deregistered");
            assertThat(gone.data().getString("service_id")).isEqualTo("life-1");
            assertThat(gone.id()).isEqualTo(Long.toString(revision));
        }
    }

    @Test
    void tellsWhatAllGatewaysWereAskedByService() throws IOException {
        try (Client client = new Client(null)) {
            for (String gateway : List.of("a", "b")) {
                MetricsContract.TRAFFIC_COUNTED.publish(
                        node.vertx.eventBus(),
                        new TrafficReport(
                                gateway,
                                Instant.parse("2026-01-31T12:34:56Z"),
                                List.of(
                                        new InstanceTraffic("busy", "busy-1", 10, 1, 0, null),
                                        new InstanceTraffic("busy", "busy-2", 20, 2, 0, null)),
                                null));
            }

            long requests = 0;
            long errors = 0;
            while (requests < 60) {
                Event traffic = client.next();
                assertThat(traffic.name()).isEqualTo("traffic-counted");
                JsonObject busy = traffic.data().getJsonArray("services").getJsonObject(0);
                assertThat(busy.getString("service_name")).isEqualTo("busy");
                requests += busy.getLong("requests");
                errors += busy.getLong("errors");
            }
            assertThat(requests).isEqualTo(60);
            assertThat(errors).isEqualTo(6);
            assertThat(client.next().data().getJsonArray("services")).isEmpty();
        }
    }

    @Test
    void tellsConfigurationsAndMembers() throws IOException {
        try (Client client = new Client(null)) {
            node.ledger.put(Mutation.put(LedgerKeys.config("test"), EnvironmentDefaults.of("test")));
            Event config = client.next();
            assertThat(config.name()).isEqualTo("config-changed");
            assertThat(config.data().getString("environment")).isEqualTo("test");

            ClusterContract.MEMBERS_CHANGED.publish(node.vertx.eventBus(), new Members(List.of()));
            Event members = client.next();
            assertThat(members.name()).isEqualTo("members-changed");
            assertThat(members.id()).isNull();
        }
    }

    @Test
    void tellsHowInstancesAndTheNetworkAre() throws IOException {
        try (Client client = new Client(null)) {
            HealthReport report = new HealthReport(
                    "ill-1", "ill", HealthStatus.DOWN, null, 500, "answered 500", node.clock.instant(), 2, null, "a");
            HealthContract.HEALTH_CHANGED.publish(node.vertx.eventBus(), new HealthChange(report, HealthStatus.UP));
            Event health = client.next();
            assertThat(health.name()).isEqualTo("health-changed");
            assertThat(health.data().getString("before")).isEqualTo("up");
            assertThat(health.id()).isNull();

            NetworkContract.CONNECTIVITY_CHANGED.publish(
                    node.vertx.eventBus(),
                    new ConnectivityChange(
                            "run-1",
                            "node-a",
                            null,
                            Reachability.ONLINE,
                            Duration.ofSeconds(60),
                            Reachability.OFFLINE,
                            "not reached: internet offline",
                            node.clock.instant()));
            Event network = client.next();
            assertThat(network.name()).isEqualTo("connectivity-changed");
            assertThat(network.data().getString("state")).isEqualTo("offline");
        }
    }

    @Test
    void tellsThatTheViewBecameStale() throws IOException {
        try (ControlNode old = new ControlNode();
                Client client = new Client(old, null)) {
            old.ledger.close();
            old.clock.advance(Duration.ofMinutes(1));

            Event stale = client.next();
            assertThat(stale.name()).isEqualTo("freshness-changed");
            assertThat(stale.data().getBoolean("stale")).isTrue();
        }
    }

    @Test
    void tellsAClientThatComesBackWhatItMissed() throws IOException {
        node.put("missed-0", "missed", 8310);
        long heard = node.view().snapshot().revision();
        node.put("missed-1", "missed", 8311);
        node.put("missed-2", "missed", 8312);

        try (Client client = new Client(Long.toString(heard))) {
            for (String missed : List.of("missed-1", "missed-2")) {
                assertThat(client.next().name()).isEqualTo("port-allocated");
                assertThat(client.next().data().getString("service_id")).isEqualTo(missed);
            }
        }
    }

    @Test
    void tellsAClientToReadAnewWhereItsPlaceIsNotKnown() throws IOException {
        for (String unknown : List.of("999999999", "nonsense")) {
            try (Client client = new Client(unknown)) {
                Event reset = client.next();
                assertThat(reset.name()).isEqualTo("reset");
                assertThat(reset.data().getLong("revision"))
                        .isEqualTo(node.view().snapshot().revision());
            }
        }
    }

    /** Reads the stream from a plain socket. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(String lastEventId) throws IOException {
            this(node, lastEventId);
        }

        Client(ControlNode asked, String lastEventId) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), asked.port());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.setSoTimeout(10_000);
            String header = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            // HTTP/1.0 keeps the chunks out of the stream
            String request = "GET /api/v1/changes HTTP/1.0\r\nHost: a\r\n" + header + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (!line.startsWith("retry:")) {
                line = in.readLine();
            }
            in.readLine();
        }

        Event next() throws IOException {
            TreeMap<String, String> fields = new TreeMap<>();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
            return new Event(fields.get("event"), fields.get("id"), new JsonObject(fields.get("data")));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
