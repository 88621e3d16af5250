package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerImport;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;

import static org.assertj.core.api.Assertions.assertThat;

/** Moves a ledger out and in, over HTTP, with real ledgers on both sides. */
class LedgerFileApiTest {
    private static final String EXPORT = "/api/v1/ledger/export";
    private static final String IMPORT = "/api/v1/ledger/import";
    private static final String REPLACE = IMPORT + "?replace=true";
    private static final String[] FILE = {"Content-Type", "application/x-ndjson"};

    private final List<ControlNode> nodes = new ArrayList<>();
    private final ControlNode full = node();

    private ControlNode node() {
        ControlNode node = new ControlNode();
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(ControlNode::close);
    }

    private static Mutation put(String key, Object n) {
        return new Mutation(key, Map.of("n", n));
    }

    private String exported(ControlNode from) {
        HttpResponse<String> answer = from.get(EXPORT);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> entries(String file) {
        List<String> lines = file.lines().toList();
        return lines.subList(1, lines.size() - 1);
    }

    private static JsonObject lastLine(HttpResponse<String> answer) {
        return new JsonObject(answer.body().lines().reduce((a, b) -> b).orElseThrow());
    }

    private JsonObject imported(ControlNode to, String path, String file) {
        HttpResponse<String> answer = to.post(path, file, FILE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return lastLine(answer);
    }

    @Test
    void whatIsExportedWhileWritesRunIsTheStateOfOneRevision() throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !enough.get(); i++) {
                // both in one transaction, at the two ends of the file
                full.ledger.put(put("a/" + i % 500, i), put("z/" + i % 500, i), put("m/" + i % 7, "x".repeat(2_000)));
            }
        });
        writer.start();
        List<String> files = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                files.add(exported(full));
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        List<Change> changes = LedgerContract.CHANGES
                .call(full.vertx.eventBus(), new ChangesRequest(0))
                .await()
                .changes();
        for (String file : files) {
            long revision = new JsonObject(file.lines().findFirst().orElseThrow()).getLong("revision");
            Map<String, String> state = new TreeMap<>();
            changes.stream()
                    .filter(c -> c.revision() <= revision)
                    .forEach(c -> state.put(
                            c.key(),
                            new String(LedgerFile.entry(c.key(), c.entry().value()), StandardCharsets.UTF_8).strip()));
            assertThat(entries(file)).containsExactlyElementsOf(state.values());
        }
    }

    @Test
    void aNewLedgerThatTookOverAnExportExportsTheSame() {
        for (int i = 0; i < 40; i++) {
            full.put("orders-" + i, "orders", 20_000 + i);
        }
        full.ledger.put(
                new Mutation("kind-of-a-later-release/1", Map.of("b", List.of(Map.of("z", 1, "a", "ü")), "a", 1.5)),
                put("duty/expiry", 1));
        String file = exported(full);
        assertThat(file).doesNotContain("duty/");
        ControlNode fresh = node();
        JsonObject last = imported(fresh, IMPORT, file);
        assertThat(last.getBoolean("finished")).isTrue();
        assertThat(last.getLong("done")).isEqualTo(81);
        assertThat(entries(exported(fresh))).isEqualTo(entries(file));
        assertThat(fresh.view().snapshot().instance("orders-7").orElseThrow().port())
                .isEqualTo(20_007);
        assertThat(ControlNode.json(fresh.get("/api/v1/ledger")).containsKey("unfinished_import"))
                .isFalse();
    }

    @Test
    void aLedgerThatHoldsSomethingIsReplacedOnlyWhenThatIsAsked() {
        full.put("orders-1", "orders", 20_001);
        full.put("orders-2", "orders", 20_002);
        String file = exported(full);
        ControlNode other = node();
        other.put("orders-1", "another", 20_009);
        other.put("billing-1", "billing", 20_003);
        other.ledger.put(put("host/here", 1));
        HttpResponse<String> refused = other.post(IMPORT, file, FILE);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ControlNode.json(refused).getString("code")).isEqualTo("ledger-not-empty");
        assertThat(ControlNode.json(refused).getString("detail")).contains("2 of allocation, 2 of instance");
        imported(other, REPLACE, file);
        List<String> now = new ArrayList<>(entries(exported(other)));
        assertThat(now.remove("{\"key\":\"host/here\",\"value\":{\"n\":1}}")).isTrue();
        assertThat(now).isEqualTo(entries(file));
    }

    @Test
    void anImportThatBrokeOffIsShownAndGoesOnWhereItWas() {
        full.put("orders-1", "orders", 20_001);
        full.put("orders-2", "orders", 20_002);
        String file = exported(full);
        String checksum = new JsonObject(file.lines().reduce((a, b) -> b).orElseThrow()).getString("sha256");
        ControlNode other = node();
        other.put("orders-1", "orders", 20_001);
        other.ledger.put(Mutation.put(
                LedgerKeys.currentImport(),
                new LedgerImport(
                        checksum, false, 4, 2, "allocation/" + ControlNode.HOST + "/tcp/20002", Instant.EPOCH)));
        JsonObject shown = ControlNode.json(other.get("/api/v1/ledger"));
        assertThat(shown.getJsonObject("unfinished_import").getLong("done")).isEqualTo(2);

        HttpResponse<String> another = other.post(IMPORT, exported(node()), FILE);
        assertThat(ControlNode.json(another).getString("detail")).contains("is not finished");

        assertThat(imported(other, IMPORT, file).getLong("done")).isEqualTo(4);
        assertThat(other.view().snapshot().instance("orders-2")).isPresent();
        // what it had taken over before it broke off is not written again
        assertThat(other.view().snapshot().allocationsOf("orders-2")).isEmpty();
        assertThat(ControlNode.json(other.get("/api/v1/ledger")).containsKey("unfinished_import"))
                .isFalse();
    }

    @Test
    void whatTheLedgerRefusesEndsTheImportWithAProblem() throws IOException {
        String file = file(
                "{\"key\":\"a\",\"value\":{}}", "{\"key\":\"b\",\"value\":{\"x\":\"" + "x".repeat(1_600_000) + "\"}}");
        String told = brokenOff(full, file);
        assertThat(told).contains("\"problem\"").contains("invalid-request");
        assertThat(ControlNode.json(full.get("/api/v1/ledger")).getJsonObject("unfinished_import"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut",
                "flipped",
                "foreign",
                "newer",
                "empty",
                "without the last line",
                "twice",
                "not one of its kind"
            })
    void aFileThatIsNotWholeChangesNothing(String fault) {
        full.put("orders-1", "orders", 20_001);
        String file = exported(full);
        List<String> lines = file.lines().toList();
        String broken =
                switch (fault) {
                    case "cut" -> file.substring(0, file.length() - 20);
                    case "flipped" -> file.replace("orders-1\",\"service_name", "orders-3\",\"service_name");
                    case "foreign" -> "{\"some\":\"json\"}\n";
                    case "newer" -> file.replace("\"version\":1", "\"version\":2");
                    case "empty" -> "\n";
                    case "without the last line" -> String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
                    case "twice" -> file + file;
                    default -> file("{\"key\":\"instance/x\",\"value\":{\"service_id\":5}}");
                };
        long before = full.view().snapshot().revision();
        HttpResponse<String> answer = full.post(REPLACE, broken, FILE);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(ControlNode.json(answer).getString("code")).isEqualTo("invalid-ledger-file");
        assertThat(ControlNode.json(answer).getString("detail")).endsWith("; nothing was changed");
        assertThat(full.view().snapshot().revision()).isEqualTo(before);
    }

    @Test
    void anotherMediaTypeAndAPageOfAnotherOriginAreRefused() {
        assertThat(full.post(IMPORT, "{}").statusCode()).isEqualTo(415);
        HttpResponse<String> foreign =
                full.post(IMPORT, exported(full), FILE[0], FILE[1], "Origin", "http://example.org");
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    /** What an answer says that ends without its end. */
    private static String brokenOff(ControlNode node, String file) throws IOException {
        // the JDK's new client throws away what it has not handed over yet
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + node.port() + IMPORT).toURL().openConnection();
        connection.setRequestProperty(FILE[0], FILE[1]);
        connection.setDoOutput(true);
        connection.getOutputStream().write(file.getBytes(StandardCharsets.UTF_8));
        StringBuilder told = new StringBuilder();
        try (InputStream in = connection.getInputStream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                told.append((char) b);
            }
            throw new AssertionError("the answer did not break off: " + told);
        } catch (IOException brokenOff) {
            return told.toString();
        }
    }

    /** A file as it should be, of these entries. */
    private static String file(String... entries) {
        StringBuilder text = new StringBuilder("{\"format\":\"lotse-ledger\",\"version\":1}\n");
        for (String entry : entries) {
            text.append(entry).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        String sha256 = HexFormat.of().formatHex(LedgerFile.digest().digest(bytes));
        return text + "{\"entries\":" + entries.length + ",\"sha256\":\"" + sha256 + "\"}\n";
    }
}
