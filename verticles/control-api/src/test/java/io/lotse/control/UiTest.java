package io.lotse.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static io.lotse.control.ControlNode.header;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UiTest {
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>");

    private ControlNode node;
    private HttpResponse<String> page;

    @BeforeAll
    void start() {
        node = new ControlNode();
        page = node.get("/");
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void allowsTheImportMapByItsHashAndNoOtherInlineScript() {
        String policy = header(page, "Content-Security-Policy");

        assertThat(policy)
                .contains("default-src 'none'")
                .contains(UiAsset.policyHash(importMap().getBytes(StandardCharsets.UTF_8)))
                .doesNotContain("unsafe");
        assertThat(Pattern.compile("<script").matcher(page.body()).results()).hasSize(2);
        assertThat(page.body())
                .doesNotContain("style=")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void leadsEachImportToAFileThatMayBeKeptForEver() {
        JsonObject imports = new JsonObject(importMap()).getJsonObject("imports");

        assertThat(imports.fieldNames()).contains("lit", "lit-html", "@lit/reactive-element", "/ui/store.js");
        for (String name : imports.fieldNames()) {
            HttpResponse<String> file = node.get(imports.getString(name));
            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(header(file, "Cache-Control")).as(name).contains("immutable");
            assertThat(header(file, "Content-Type")).as(name).startsWith("text/javascript");
        }
    }

    @Test
    void hasTheLibraryForChartsForWhoShowsSomeAndPreloadsItForNobody() {
        String charts = new JsonObject(importMap()).getJsonObject("imports").getString("echarts");

        HttpResponse<String> file = node.get(charts);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "Cache-Control")).contains("immutable");
        assertThat(file.body()).contains("Apache Software Foundation").contains("export{");
        assertThat(files(page.body())).doesNotContain(charts);
    }

    @Test
    void keepsNoFileForEverThatWasAskedForByAnotherHash() {
        HttpResponse<String> other = node.get("/ui/store.js?v=0123456789abcdef");

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(header(other, "Cache-Control")).isEqualTo("no-cache");
        assertThat(node.get("/ui/nothing.js").statusCode()).isEqualTo(404);
        assertThat(node.get("/ui/index.html").statusCode()).isEqualTo(404);
    }

    @Test
    void saysThatThePageIsAsItWas() {
        HttpResponse<String> again = node.get("/", "If-None-Match", header(page, "ETag"));

        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(node.get("/", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
    }

    @Test
    void compressesForWhoUnderstandsItAndStaysSmall() throws IOException, InterruptedException {
        List<String> files = files(page.body());
        int bytes = 0;
        for (String file : files) {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + file))
                                    .header("Accept-Encoding", "gzip, br")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(answer.headers().firstValue("Vary")).hasValue("accept-encoding");
            bytes += answer.body().length;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(node.get(file).body());
            }
        }
        assertThat(files).hasSizeGreaterThan(20);
        assertThat(bytes).isLessThan(400_000);
    }

    private String importMap() {
        Matcher matcher = IMPORT_MAP.matcher(page.body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static List<String> files(String html) {
        return Pattern.compile("(?:href|src)=\"(/ui/[^\"]+)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }
}
