package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.network.NetworkAxis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ServicesConfigTest {
    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("services.yaml"), String.join("\n", lines));
    }

    private List<String> mistakes(String... lines) throws IOException {
        Path file = file(lines);
        return catchThrowableOfType(ServicesConfig.Mistakes.class, () -> ServicesConfig.read(file)).lines().stream()
                .map(line -> line.replace(file.toString(), "F"))
                .toList();
    }

    @Test
    void readsAllThatCanBeSaid() throws Exception {
        ServicesConfig set = ServicesConfig.read(file(
                "name: shop",
                "lotse_environment: test-7",
                "services:",
                "  web:",
                "    command: [sh, -c, 'exec ./web --port \"$PORT\" --db {db.host}:{db.port}']",
                "    folder: web",
                "    environment: {LEVEL: 3, EMPTY: }",
                "    port: {preferred: 8080, range: 8000-8099}",
                "    health: {path: /health, interval: 500ms, timeout: 1s}",
                "    depends_on: {db: {restart: true}}",
                "    restart: no",
                "    network: [internet, vpn]",
                "    stop_signal: SIGINT",
                "    stop_grace: 2m",
                "    startup_timeout: 5",
                "    limits: {memory: 512MB, open_files: 1024, processes: 50, cpu_time: 1h}",
                "    log: {size: 64KB, files: 3}",
                "    type: api",
                "  db:",
                "    command: postgres -D data -p {port}",
                "    port: 5432"));

        assertThat(set.name()).isEqualTo("shop");
        assertThat(set.services()).extracting(ServicesConfig.Service::name).containsExactly("db", "web");
        ServicesConfig.Service web = set.service("web").orElseThrow();
        assertThat(web.folder()).isEqualTo(folder.resolve("web").toString());
        assertThat(web.environment()).containsEntry("LEVEL", "3").containsEntry("EMPTY", "");
        assertThat(web.port().preferred()).isEqualTo(8080);
        assertThat(web.health())
                .isEqualTo(new ServicesConfig.Health("/health", Duration.ofMillis(500), Duration.ofSeconds(1)));
        assertThat(web.dependsOn()).containsExactly(new ServicesConfig.Dependency("db", true));
        assertThat(web.restart()).isEqualTo(RestartConfig.Policy.NO);
        assertThat(web.network()).containsExactly(NetworkAxis.INTERNET, NetworkAxis.VPN);
        assertThat(web.stopSignal()).isEqualTo("INT");
        assertThat(web.stopGrace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(web.startupTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(web.limits()).isEqualTo(new ServicesConfig.Limits(512L << 20, 1024, 50, Duration.ofHours(1)));
        assertThat(web.log()).isEqualTo(new ServicesConfig.Log(64 << 10, 3));
        assertThat(web.lotseEnvironment()).isEqualTo("test-7");
        assertThat(set.service("db").orElseThrow().command()).containsExactly("postgres", "-D", "data", "-p", "{port}");
        assertThat(set.service("db").orElseThrow().port().fixed()).isEqualTo(5432);
        assertThat(set.service("db").orElseThrow().network()).isEqualTo(ServicesConfig.ANY_NETWORK);
    }

    @Test
    void comesBackEqualFromItsJson() throws Exception {
        ServicesConfig set = ServicesConfig.read(file(
                "services:",
                "  a: {command: ./a, port: none, limits: {memory: 64MB}}",
                "  b: {command: ./b, depends_on: [a]}"));

        JsonObject written = new JsonObject(ContractCodec.encode(set).encode());

        assertThat(ContractCodec.decode(written, ServicesConfig.class)).isEqualTo(set);
    }

    @Test
    void namesAllMistakesAtOnceWithTheirLines() throws Exception {
        assertThat(mistakes(
                        "services:",
                        "  Web:",
                        "    command: ./web > out.log",
                        "    port: 99999",
                        "  db:",
                        "    comand: postgres",
                        "    restart: sometimes",
                        "    stop_grace: soon",
                        "    port: none",
                        "    health: /health",
                        "  cache:",
                        "    command: redis-server",
                        "    limits: {memory: much}",
                        "    environment: {A-B: 1}"))
                .containsExactlyInAnyOrder(
                        "F:3: services.Web: is no name of a service: give 1 to 63 of a-z, 0-9, '.', '_' and '-'",
                        "F:3: services.Web.command: goes to no shell: give a list, such as [sh, -c, 'exec ...'] or"
                                + " [java, -jar, \"a b.jar\"]",
                        "F:4: services.Web.port: 99999 is no port: give 1 to 65535, auto, none, or {preferred: 8080}",
                        "F:6: services.db.comand: is no key here: there are command, folder, environment, port, health,"
                                + " depends_on, restart, network, stop_signal, stop_grace, startup_timeout, limits, log,"
                                + " type, lotse_environment",
                        "F:6: services.db: has no command: say what is to run",
                        "F:7: services.db.restart: sometimes is none: give no, on-failure or always",
                        "F:8: services.db.stop_grace: soon is none: give a time such as 500ms, 10s or 2m, at most a day",
                        "F:10: services.db.health: needs a port to be asked at, and port is none",
                        "F:13: services.cache.limits.memory: much is none: give 1048576 bytes or more, such as 64MB",
                        "F:14: services.cache.environment: A-B is no name of a variable");
    }

    @Test
    void saysWhatIsNoPartOfTheNetwork() throws Exception {
        String advice = ": give none, or some of loopback, lan, dns, internet, vpn, kubernetes, other";
        assertThat(mistakes(
                        "services:",
                        "  a: {command: ./a, network: [wifi, members]}",
                        "  b: {command: ./b, network: []}",
                        "  c: {command: ./c, network: [none]}"))
                .containsExactly(
                        "F:2: services.a.network: wifi is no axis" + advice,
                        "F:2: services.a.network: members is no axis" + advice,
                        "F:3: services.b.network: names no axis" + advice);
    }

    @Test
    void namesTheServicesOfACircle() throws Exception {
        assertThat(mistakes(
                        "services:",
                        "  a: {command: ./a, depends_on: [b]}",
                        "  b: {command: ./b, depends_on: [c]}",
                        "  c: {command: ./c, depends_on: [a]}",
                        "  d: {command: ./d, depends_on: [d]}"))
                .containsExactly(
                        "F:4: services.c.depends_on: the services need each other in a circle: a needs b needs c needs a:"
                                + " take one of these needs out",
                        "F:5: services.d.depends_on: the services need each other in a circle: d needs d: take one of"
                                + " these needs out");
    }

    @Test
    void namesWhatIsNotThereAndWhatIsThereTwice() throws Exception {
        assertThat(mistakes(
                        "services:",
                        "  a: {command: ./a, port: 8080, depends_on: [x]}",
                        "  b: {command: './b {a.port}', port: 8080}"))
                .containsExactlyInAnyOrder(
                        "F:2: services.a.depends_on: there is no service x: there are a, b",
                        "F:3: services.b: {a.port} wants a ready before: name it in depends_on",
                        "F:3: services.b.port: 8080 is the port of a too: give another, or {preferred: 8080}");
        assertThat(mistakes("services:", "  a: {command: ./a}", "  a: {command: ./b}"))
                .containsExactly("F:3: services.a: stands there twice: leave one of them out");
    }

    @Test
    void saysWhatIsNoListOfServices() throws Exception {
        assertThat(mistakes("services: [")).singleElement().asString().startsWith("F:1: is no YAML: ");
        assertThat(mistakes("")).singleElement().asString().startsWith("F: is empty");
        assertThat(mistakes("name: x")).containsExactly("F:1: declares no services: write them below the key services");
        assertThat(mistakes("just text")).first().asString().contains("has no keys");
        assertThat(mistakes("services: {a: }")).first().asString().contains("services.a: has no keys");
        Path gone = folder.resolve("gone.yaml");
        assertThat(catchThrowableOfType(ServicesConfig.Mistakes.class, () -> ServicesConfig.read(gone))
                        .lines())
                .containsExactly(gone + ": there is no such file");
    }
}
