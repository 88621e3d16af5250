package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class CliTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
        environment.put("LOTSE_HOME", home.toString());
        environment.put("LOTSE_CONTROL", control.url());
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "start --help",
                "stop --help",
                "status --help",
                "health --help",
                "run --help",
                "up --help",
                "down --help",
                "ps --help",
                "restart --help",
                "logs --help",
                "demo --help",
                "metrics --help",
                "report --help",
                "report list --help",
                "report show --help",
                "report applied --help",
                "report withdraw --help",
                "report scaling --help",
                "verdicts --help",
                "alerts --help",
                "alerts list --help",
                "alerts show --help",
                "alerts ack --help",
                "alerts silence --help",
                "alerts silences --help",
                "alerts unsilence --help",
                "alerts config --help",
                "alerts set --help",
                "alerts test --help",
                "network --help",
                "report gate --help",
                "thresholds --help",
                "thresholds show --help",
                "thresholds set --help",
                "thresholds reset --help",
                "events --help",
                "events publish --help",
                "events tail --help",
                "register --help",
                "deregister --help",
                "services --help",
                "endpoint --help",
                "ports --help",
                "ports list --help",
                "ports why --help",
                "ports leave --help",
                "ports diagnose --help",
                "monitor --help",
                "service --help",
                "service install --help",
                "service uninstall --help",
                "service status --help",
                "ports move --help",
                "config --help",
                "config show --help",
                "config set --help",
                "cache --help",
                "cache show --help",
                "cache purge --help",
                "keys --help",
                "keys create --help",
                "keys list --help",
                "keys revoke --help"
            })
    void everyCommandHelpsInLinesThatFitATerminal(String line) {
        assertThat(run(line)).isZero();
        assertThat(out.toString()).contains("Usage: lotse").doesNotContain("null");
        assertThat(out.toString().lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void wrongUsageIsOneLineAndAHint() {
        assertThat(run("start --gateway-port")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lotse: Missing required parameter for option '--gateway-port' (PORT)",
                        "Try: lotse start --help");
    }

    @Test
    void guessesTheOptionThatWasMeant() {
        assertThat(run("start --gateway-prot=1")).isEqualTo(2);
        assertThat(err.toString()).contains("--gateway-prot").contains("--gateway-port");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: give a command: start, stop, status");
    }

    @Test
    void wrongConfigurationIsToldWholeWithoutAStackTrace() throws IOException {
        Path file = Files.writeString(home.resolve("lotse.yaml"), "gateway_port: 70000\nnmae: x\n");
        environment.put("LOTSE_MODE", "fast");

        assertThat(run("start --config " + file)).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("gateway_port: 70000 is no port"))
                .anySatisfy(line -> assertThat(line).contains("nmae: is no setting: did you mean name?"))
                .anySatisfy(line -> assertThat(line).contains("LOTSE_MODE: fast is no mode"))
                .noneSatisfy(line -> assertThat(line).contains("Exception"));
    }

    @Test
    void aNodeThatDoesNotStartIsOneLineAndOne() {
        assertThat(run("start --name a")).isEqualTo(1);
        assertThat(err.toString()).contains("lotse: the node did not start: no room");
    }

    @Test
    void aSecondNodeOnADataFolderIsRefused() {
        FolderLock first =
                FolderLock.tryTake(home.resolve("a").resolve("node.lock")).orElseThrow();

        assertThat(run("start --name a")).isEqualTo(1);
        assertThat(err.toString()).startsWith("lotse: a node runs in " + home.resolve("a") + " already");
        first.close();
    }

    @Test
    void withoutANodeItIsToldWhatToDo() {
        environment.remove("LOTSE_CONTROL");

        assertThat(run("services")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("lotse: no node runs on this host: start one with lotse start, or give --control URL");
    }

    @Test
    void aNodeThatDoesNotAnswerIsOneLine() {
        control.close();

        assertThat(run("services")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("lotse: no node answers at " + control.url());
    }

    @Test
    void refusesAControlThatIsNoUrl() {
        assertThat(run("services --control localhost:8010")).isEqualTo(2);
        assertThat(err.toString()).contains("--control: localhost:8010 is no URL of a node");
    }

    @Test
    void aProblemIsItsCodeItsDetailAndEachField() {
        assertThat(run("register --name a/b --health x")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lotse: invalid-request: The request has 2 mistakes",
                        "lotse:   service_name: holds a slash",
                        "lotse:   health_path: begins with no slash");
    }

    @Test
    void registersShowsAndDeregisters() {
        assertThat(run("register --name hello --id hello-9 --port 4711 --type web --range 4000-5000"))
                .isZero();
        assertThat(run("endpoint hello-9")).isZero();
        assertThat(run("deregister hello-9")).isZero();
        assertThat(run("endpoint hello-9")).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly("hello-9 127.0.0.1:4711", "127.0.0.1:4711", "deregistered hello-9");
        assertThat(err.toString()).isEqualTo("lotse: unknown-instance: there is no hello-9" + System.lineSeparator());
    }

    @Test
    void aRevisionIsAboutOneInstance() {
        assertThat(run("deregister hello-8 hello-9 --if-revision 4")).isEqualTo(2);
        assertThat(err.toString()).contains("--if-revision is about one instance: give one ID");
    }

    @Test
    void registersAllThatAFileLists() throws IOException {
        Path yaml = Files.writeString(
                home.resolve("shop.yaml"),
                """
                - service_name: db
                  service_id: db-1
                  port: 5432
                - service_name: orders
                  service_id: orders-1
                  port: 4711
                  dependencies: [db-1]
                """);
        Path json = Files.writeString(
                home.resolve("shop.json"),
                "{\"registrations\":[{\"service_name\":\"db\",\"service_id\":\"db-1\",\"port\":5432}]}");

        assertThat(run("register --file " + yaml)).isZero();
        assertThat(run("register --file " + json)).isZero();

        assertThat(out.toString().lines())
                .containsExactly("db-1 127.0.0.1:5432", "orders-1 127.0.0.1:4711", "db-1 127.0.0.1:5432");
    }

    @Test
    void saysWhatIsWrongWithAFileOfRegistrations() throws IOException {
        Path broken = Files.writeString(home.resolve("broken.yaml"), "- service_name: [a\n");
        Path none = Files.writeString(home.resolve("none.yaml"), "service_name: a\n");

        assertThat(run("register --file " + broken)).isEqualTo(1);
        assertThat(run("register --file " + none)).isEqualTo(1);
        assertThat(run("register --file " + home.resolve("nowhere"))).isEqualTo(1);
        assertThat(run("register")).isEqualTo(2);
        assertThat(run("register --name a --file " + none)).isEqualTo(2);

        assertThat(err.toString())
                .contains("broken.yaml:1 is neither JSON nor YAML")
                .contains("none.yaml holds no list of registrations")
                .contains("nowhere is not there")
                .contains("give --name SERVICE for one service, or --file FILE for several");
    }

    @Test
    void listsAllPagesInAlignedColumns() {
        List.of("one", "two", "three").forEach(id -> run("register --name s --port 4711 --id " + id));
        out.getBuffer().setLength(0);

        assertThat(run("services")).isZero();

        assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactly("ID", "one", "three", "two");
        assertThat(out.toString().lines().map(line -> line.indexOf(" s") + line.indexOf("SERVICE")))
                .hasSize(4);
    }

    @Test
    void listsAsJsonToo() {
        run("register --name s --port 4711 --id one");
        out.getBuffer().setLength(0);

        assertThat(run("services --json")).isZero();

        assertThat(new JsonObject(out.toString())
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getInteger("port"))
                .isEqualTo(4711);
    }

    @Test
    void changesPartOfTheConfiguration() {
        assertThat(run("config set reserved_ports=8080,9090 service_type_ranges=web:8000-8099 heartbeat_timeout=5"))
                .isZero();

        assertThat(out.toString())
                .containsPattern("default_port_range +20000-29999")
                .containsPattern("reserved_ports +8080,9090")
                .containsPattern("service_type_ranges +web:8000-8099")
                .containsPattern("heartbeat_timeout +5 s");
    }

    @Test
    void printsANewKeyAloneAndListsKeysWithoutSecrets() {
        assertThat(run("keys create till-3 --role clerk --scope orders:read --scope x --expires-in 90d"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("lotse_secret");
        assertThat(err.toString()).contains("shown this once");
        assertThat(control.asked.get(0))
                .startsWith("POST /api/v1/gateway/keys ")
                .contains("\"roles\":[\"clerk\"]", "\"scopes\":[\"orders:read\",\"x\"]", "\"expires_at\":\"20");

        assertThat(run("keys list")).isZero();
        assertThat(out.toString()).containsPattern("till-3 +clerk +orders:read x +2 h ago +in 89 d");

        assertThat(run("keys revoke till-3")).isZero();
        assertThat(control.asked.get(2)).startsWith("DELETE /api/v1/gateway/keys/till-3");
    }

    @Test
    void purgesKeptAnswersAndSaysWhichGatewaysWereSilent() {
        assertThat(run("cache purge")).isEqualTo(2);
        assertThat(control.asked).isEmpty();

        assertThat(run("cache purge --tag article-42 --path /orders/**")).isZero();
        assertThat(out.toString().strip()).isEqualTo("17 answers given up by 3 gateways");
        assertThat(control.asked.get(0))
                .isEqualTo("POST /api/v1/gateway/cache/purge {\"path\":\"/orders/**\",\"tag\":\"article-42\"}");

        control.silentGateways = 1;
        assertThat(run("cache purge --path /**")).isEqualTo(1);
        assertThat(err.toString()).contains("lotse: 1 gateway did not say so in time");

        assertThat(run("cache show")).isZero();
        assertThat(out.toString()).containsPattern("URIS +BYTES +OF +HITS").containsPattern("12 +3400 +16777216 +5");
    }

    @Test
    void makesAReportAndWritesItInTheFormatOfTheFile() throws IOException {
        Path page = home.resolve("report.html");

        assertThat(run("report --service orders --since 2h --out " + page)).isZero();
        assertThat(control.asked.get(0)).isEqualTo("POST /api/v1/reports {\"service\":\"orders\",\"period\":7200}");
        assertThat(page).hasContent("# Report /api/v1/reports/r-1.html");
        assertThat(err.toString()).contains("holds report r-1");

        assertThat(run("report --format pdf")).isEqualTo(2);
        assertThat(err.toString()).contains("pdf is no format: give md, html, csv or json");
        assertThat(run("report --out " + home.resolve("none").resolve("r.md"))).isEqualTo(1);
        assertThat(err.toString()).contains("give a file in a folder that is there");
    }

    @Test
    void notesThatARecommendationWasApplied() {
        assertThat(run("report applied slow:orders --by anna")).isZero();
        assertThat(control.asked.get(0)).isEqualTo("PUT /api/v1/reports/recommendations/slow:orders {\"by\":\"anna\"}");
        assertThat(out.toString()).contains("slow:orders is noted as applied at 2026-01-31T06:00:00Z");
    }

    @Test
    void tellsAScriptHowManyInstancesServicesShouldHave() {
        assertThat(run("report scaling --plain")).isZero();
        assertThat(out.toString().strip()).isEqualTo("orders 6 3 2 - 2026-01-31T06:10:00Z");
    }

    @Test
    void createsAnEnvironmentAndTellsItsPorts() {
        assertThat(run("env create pr-42 --kind production --range 6000-6049 --ttl 8h"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("pr-42 6000-6049");
        assertThat(control.asked.get(0))
                .startsWith("POST /api/v1/environments ")
                .contains("\"kind\":\"production\"")
                .contains("\"ttl\":28800")
                .contains("created_by");
    }

    @Test
    void refusesAKindOfEnvironmentThatIsNone() {
        assertThat(run("env create pr-42 --kind staging")).isEqualTo(2);
        assertThat(err.toString()).contains("staging is no kind: give development, test or production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ports=1", "reserved_ports=x", "default_port_range=9-8", "heartbeat_timeout"})
    void refusesAChangeThatIsNone(String change) {
        assertThat(run("config set " + change)).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: " + change + ": give ");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void healthFailsWhileTheNodeIsNotReady() {
        assertThat(run("health")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("lotse: not-ready: not yet");
    }

    @Test
    void stopsNothingWhereNothingRuns() {
        assertThat(run("stop")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("lotse: no node of this user runs on this host");
    }

    private int run(String line) {
        CommandLine lotse = Cli.commandLine(environment, config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        lotse.setUsageHelpAutoWidth(false);
        return lotse.execute(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
