package io.lotse.ledger;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.testfaults.PostgresServer;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What people see who look into the database. */
class PgViewsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123456Z");

    private final PgNodes nodes = new PgNodes();
    private final PostgresUri uri = new PostgresUri(PostgresServer.shared().database());
    private PgStore store;

    @BeforeEach
    void open() {
        store = nodes.open("one", uri);
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private List<List<String>> query(String sql) {
        return PostgresServer.shared().query(PostgresServer.name(uri.text()), sql);
    }

    private void put(Mutation... mutations) {
        assertThat(get(store.commit(mutate(mutations))).succeeded()).isTrue();
    }

    private static Allocation allocation(String space, int port) {
        return new Allocation(space, Protocol.TCP, port, "orders-1", NOW, true);
    }

    @Test
    void whatIsRegisteredIsShown() {
        RegisteredInstance instance = new RegisteredInstance(
                "orders-1",
                "orders",
                "http",
                "10.0.0.7",
                "h1",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                8_080,
                new PortRange(8_000, 9_000),
                "/srv/restart 'it'",
                "production",
                List.of("billing-1", "stock-1"),
                "/health",
                Map.of("zone", "a"),
                NOW,
                true);
        put(
                Mutation.put(LedgerKeys.instance("orders-1"), instance),
                Mutation.put(LedgerKeys.allocation("h1", Protocol.TCP, 8_080), allocation("h1", 8_080)));

        assertThat(
                        query(
                                """
                        SELECT service_id, service_name, service_type, host(ip_address), host, protocol, status, preferred_port,
                            port_range @> 9000, restart_script, environment, dependencies[2], health_path, metadata ->> 'zone',
                            registered_at = '2026-11-25T12:00:00.123456Z', heartbeats, mod_revision
                        FROM lotse.service_registration"""))
                .containsExactly(List.of(
                        "orders-1",
                        "orders",
                        "http",
                        "10.0.0.7",
                        "h1",
                        "tcp",
                        "active",
                        "8080",
                        "t",
                        "/srv/restart 'it'",
                        "production",
                        "stock-1",
                        "/health",
                        "a",
                        "t",
                        "t",
                        "1"));
        assertThat(query("SELECT space, protocol, port + 1, service_id, since < now() + interval '100 years', verified"
                        + " FROM lotse.port_allocation"))
                .containsExactly(List.of("h1", "tcp", "8081", "orders-1", "t", "t"));
    }

    @Test
    void everyFieldHasAColumn() {
        assertThat(columns("service_registration")).containsAll(fields(RegisteredInstance.class));
        assertThat(columns("port_allocation")).containsAll(fields(Allocation.class));
    }

    private List<String> columns(String view) {
        return query(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'lotse' AND table_name = '"
                                + view + "'")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** A new field wants a further script below resources, which replaces the view. */
    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    @Test
    void whatIsOddHidesNothing() {
        put(
                new Mutation("instance/text", Map.of("ip_address", "no address", "preferred_port", "x")),
                new Mutation("instance/nul", Map.of("service_name", "a\0b", "ip_address", "10.0.0.1")),
                new Mutation("instance/large", Map.of("preferred_port", 99_999_999_999L, "heartbeats", "maybe")),
                new Mutation("instance/types", Map.of("dependencies", Map.of("a", 1), "port_range", List.of("x"))),
                new Mutation("instance/range", Map.of("port_range", List.of(9_000, 8_000), "registered_at", "soon")),
                new Mutation("instance/empty", Map.of()),
                new Mutation("instance/", Map.of()),
                new Mutation("instance/x'; DROP TABLE lotse.entry; --", Map.of()),
                new Mutation("allocation/", Map.of()),
                new Mutation("allocation/x", Map.of()),
                new Mutation("allocation/a/tcp/many", Map.of("since", 5, "verified", List.of())),
                new Mutation("allocation/net/h1/udp/53", Map.of("service_id", List.of(1))));

        assertThat(query("SELECT service_id FROM lotse.service_registration ORDER BY service_id"))
                .extracting(row -> row.get(0))
                .contains("", "empty", "large", "nul", "range", "text", "types", "x'; DROP TABLE lotse.entry; --");
        assertThat(query("SELECT * FROM lotse.service_registration")).hasSize(8);
        assertThat(query("SELECT * FROM lotse.port_allocation")).hasSize(4);
        assertThat(query("SELECT space, protocol FROM lotse.port_allocation WHERE port = 53"))
                .containsExactly(List.of("net/h1", "udp"));
    }
}
