package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteList;
import io.lotse.contracts.gateway.RouteSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Routes from a file and from instances' metadata. */
class RouteSourcesTest {
    private final GatewayFixture gateway = new GatewayFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void readsTheFileAgainWhenItChangesAndKeepsWhatItHadWhenThatIsBad() throws IOException {
        Path file = folder.resolve("routes.yaml");
        Files.writeString(file, answering("one"));
        int port = start(file);
        assertThat(gateway.getFrom(port, "/r").text()).isEqualTo("one");

        Files.writeString(file, answering("two"));
        await().until(() -> gateway.getFrom(port, "/r").text().equals("two"));

        Files.writeString(file, answering("three") + "  rewrit: /x\n");
        await().untilAsserted(() -> assertThat(list().refused())
                .anySatisfy(r -> assertThat(r).contains("routes[0].rewrit").contains("rewrite")));
        assertThat(gateway.getFrom(port, "/r").text()).isEqualTo("two");

        Files.writeString(file, answering("four"));
        await().until(() -> gateway.getFrom(port, "/r").text().equals("four"));
        assertThat(list().refused()).isEmpty();
    }

    @Test
    void readsRoutesThatStandAmongOtherSettings() throws IOException {
        Path file = folder.resolve("lotse.yaml");
        Files.writeString(file, "gateway_port: 8000\n" + answering("one"));
        int port = start(new GatewayConfig.Routes(file, true));
        assertThat(gateway.getFrom(port, "/r").text()).isEqualTo("one");

        Files.writeString(file, "gateway_port: [\n");
        await().untilAsserted(() -> assertThat(list().refused()).hasSize(1));
        assertThat(gateway.getFrom(port, "/r").text()).isEqualTo("one");

        Files.writeString(file, "gateway_port: 9000\n" + answering("two"));
        await().until(() -> gateway.getFrom(port, "/r").text().equals("two"));
    }

    @Test
    void letsInByKeysOfTheFileUntilTheyAreTakenOut() throws IOException {
        Path file = folder.resolve("routes.yaml");
        String routes =
                """
                routes:
                - name: r
                  match: {path: /r}
                  policy: {auth: {api_keys: {}}}
                  answer: {status: 200}
                """;
        Files.writeString(file, routes + "api_keys: [{name: batch, sha256: " + ApiKeys.hash("batch's own") + "}]");
        int port = start(file);
        Map<String, String> key = Map.of("X-API-Key", "batch's own");
        assertThat(gateway.getFrom(port, "/r", key).status()).isEqualTo(200);

        Files.writeString(file, routes + "api_keys: [{name: batch, secret: batch's own}]");
        await().untilAsserted(() -> assertThat(list().refused())
                .anySatisfy(r -> assertThat(r).contains("api_keys[0].secret", "api_keys[0].sha256: is no SHA-256")));
        assertThat(gateway.getFrom(port, "/r", key).status()).isEqualTo(200);

        Files.writeString(file, routes);
        await().until(() -> gateway.getFrom(port, "/r", key).status() == 401);
    }

    @Test
    void doesNotStartWithABadFileAndNamesEveryMistake() throws IOException {
        Path file = folder.resolve("routes.yaml");
        Files.writeString(
                file,
                """
                routs: []
                routes:
                - name: a
                  match: {path: a}
                  targets: [{service: s, waight: 2}]
                - name: b
                  policy: {timeouts: {total: -1}, balancing: {strategy: best}}
                  answer: {status: 200}
                - name: c
                """);

        assertThatThrownBy(() -> start(file))
                .hasMessageContaining("routs")
                .hasMessageContaining("routes[0].match.path")
                .hasMessageContaining("routes[0].targets[0].waight")
                .hasMessageContaining("routes[1].policy.balancing.strategy")
                .hasMessageContaining("routes[2].targets");
    }

    @Test
    void anUnknownStrategyHidesNeitherANegativeTimeOutNorTwoRoutesOfOneName() {
        List<FieldError> mistakes = mistakes(
                """
                routes:
                - name: a
                  match: {path: /a}
                  policy: {timeouts: {total: -1, idle: soon}, balancing: {strategy: best}}
                  targets: [{service: s, waight: 2}, shop]
                - name: a
                  answer: {status: 200}
                - 5
                - name: b
                  match: {path: b}
                  answer: {status: ok}
                """);

        assertThat(mistakes)
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "routes[0].targets[0].waight",
                        "routes[0].targets[1]",
                        "routes[0].policy.timeouts.idle",
                        "routes[0].policy.timeouts.total",
                        "routes[0].policy.balancing.strategy",
                        "routes[1].name",
                        "routes[2]",
                        "routes[3].match.path",
                        "routes[3].answer.status");
    }

    @Test
    void twoRoutesThatTakeTheSameAreNamedBesideOtherMistakes() {
        assertThat(
                        mistakes(
                                """
                        routes:
                        - {name: a, match: {path: "/a/{x}"}, answer: {status: 200}}
                        - {name: b, match: {path: "/a/{y}"}, answer: {status: 99}}
                        """))
                .extracting(FieldError::field)
                .containsExactly("routes[1].answer.status", "routes[1].match");
    }

    @Test
    void aMatchThatCannotBeReadIsNotTakenForOneOfAllRequests() {
        assertThat(
                        mistakes(
                                """
                        routes:
                        - {name: a, answer: {status: 200}}
                        - {name: b, match: {path: 5}, answer: {status: 200}}
                        """))
                .extracting(FieldError::field)
                .containsExactly("routes[1].match.path");
    }

    private static List<FieldError> mistakes(String yaml) {
        try {
            return RouteDeclarations.read(new YAMLMapper().readValue(yaml, new TypeReference<>() {}), false)
                    .mistakes();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void makesARouteOfWhatAnInstanceSaysOfItself() {
        gateway.named("shop-1", "shop", Map.of("gateway.path", "/shop/**", "gateway.rewrite", "/**"));

        assertThat(gateway.get("/shop/a").text()).isEqualTo("shop-1 /a");
        assertThat(gateway.get("/api/shop/a").text()).isEqualTo("shop-1 /a");

        gateway.mesh.deregister("shop-1");
        assertThat(gateway.get("/shop/a").status()).isEqualTo(404);
    }

    @Test
    void leavesOtherRoutesAloneWhenAnInstancesMetadataAreBad() {
        gateway.named("shop-1", "shop", Map.of("gateway.path", "/shop/**"));
        gateway.named("bad-1", "bad", Map.of("gateway.path", "nonsense", "gateway.plan", "x"));

        assertThat(gateway.get("/shop").status()).isEqualTo(200);
        assertThat(gateway.get("/api/bad/x").text()).isEqualTo("bad-1 /x");
        assertThat(list().refused()).anySatisfy(r -> assertThat(r)
                .contains("service bad")
                .contains("gateway.plan")
                .contains("match.path"));
    }

    @Test
    void givesTheStandardPathThePolicyOfAnInstancesMetadata() {
        gateway.instance("slow", r -> {});
        gateway.mesh.register(
                "slow-2",
                "slow",
                gateway.upstream(r -> {}).actualPort(),
                Map.of("gateway.policy", "{\"timeouts\": {\"total\": 0.05}}"));

        assertThat(gateway.get("/api/slow/x").text()).contains("no more time");
    }

    @Test
    void reportsRoutesThatGetNoRequestAndServicesThatAreNotThere() {
        gateway.mesh.route(
                "all",
                """
                {"priority": 5, "match": {"path": "/a/**"}, "targets": [{"service": "nobody"}]}""");
        gateway.mesh.route(
                "some",
                """
                {"match": {"path": "/a/{id}", "methods": ["GET"]}, "answer": {"status": 200}}""");

        assertThat(list().items())
                .satisfiesExactly(
                        all -> {
                            assertThat(all.source()).isEqualTo(RouteSource.LEDGER);
                            assertThat(all.warnings()).containsExactly("no service is called nobody");
                        },
                        some -> assertThat(some.warnings())
                                .singleElement()
                                .asString()
                                .contains("route all"));
    }

    private static String answering(String body) {
        return """
                routes:
                - name: r
                  match: {path: /r}
                  answer: {status: 200, body: %s}
                """
                .formatted(body);
    }

    /** Starts another gateway on the same bus; it alone is asked for its routes then. */
    private int start(Path file) {
        return start(new GatewayConfig.Routes(file, false));
    }

    private int start(GatewayConfig.Routes routes) {
        gateway.stopFirst();
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).withRoutes(routes));
        Await.done(gateway.vertx.deployVerticle(verticle));
        return verticle.port();
    }

    private RouteList list() {
        return Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY));
    }
}
