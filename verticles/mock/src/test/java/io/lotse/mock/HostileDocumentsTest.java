package io.lotse.mock;

import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostileDocumentsTest extends MockSetup {
    private static final String HEAD = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths:\n  /x:\n    get:\n";

    @TempDir
    Path folder;

    private String said(String text) {
        String said = refusal(MockConfig.Kind.OPENAPI, write(folder.resolve("x.yaml"), text));
        assertThat(said.lines()).hasSize(1);
        return said;
    }

    private static String answering(String schema, String schemas) {
        return HEAD + "      responses: {'200': {description: d, content: {application/json: {schema: " + schema
                + "}}}}\ncomponents: {schemas: " + schemas + "}\n";
    }

    @Test
    void saysInALineWhatIsWrong() {
        assertThat(said("a: [")).contains("x.yaml: line ").contains("neither YAML nor JSON");
        assertThat(said("{\"openapi\": \"3.0.0\"")).contains("neither YAML nor JSON");
        assertThat(said("just words")).contains("is no OpenAPI document");
        assertThat(said("swagger: '2.0'")).contains("it has no openapi: 3.x");
        assertThat(said("openapi: 3.0.0\npaths: [a]")).contains("something else where an object or a list belongs");
        assertThat(said(answering("{$ref: '#/components/schemas/None'}", "{}")))
                .contains("#/components/schemas/None, which is not in it");
        assertThat(refusal(MockConfig.Kind.OPENAPI, folder.resolve("nowhere.yaml")))
                .contains("there is no such file");
        assertThat(refusal(MockConfig.Kind.OPENAPI, folder)).contains("it is a folder");
    }

    @Test
    void saysThatReferencesRunInACircle() {
        assertThat(said(HEAD + "      responses: {'200': {$ref: '#/components/responses/A'}}\n"
                        + "components: {responses: {A: {$ref: '#/components/responses/B'}, B: {$ref:"
                        + " '#/components/responses/A'}}}"))
                .contains("references run in a circle");
    }

    @Test
    void neverFetchesWhatADocumentRefersTo() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0)) {
            elsewhere.setSoTimeout(200);
            String url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/pet.yaml";

            assertThat(said(answering("{$ref: '" + url + "'}", "{}"))).contains("other documents are never fetched");
            assertThat(said(answering("{$ref: 'file:///etc/passwd'}", "{}"))).contains("never fetched");
            assertThat(said(answering("{$ref: 'pet.yaml'}", "{}"))).contains("never fetched");
            assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void answersWhereSchemasGoOnAndOnAndSaysWhereNoValueEnds() {
        String list = openapi(write(
                folder.resolve("list.yaml"),
                answering(
                        "{$ref: '#/components/schemas/L'}",
                        "{L: {type: object, properties: {next: {$ref:" + " '#/components/schemas/L'}}}}")));
        assertThat(get(list + "/x").statusCode()).isEqualTo(200);

        String endless = openapi(write(
                folder.resolve("endless.yaml"),
                answering(
                        "{$ref: '#/components/schemas/L'}",
                        "{L: {type: object, required: [next], properties:"
                                + " {next: {$ref: '#/components/schemas/L'}}}}")));
        assertThat(get(endless + "/x").statusCode()).isEqualTo(500);
        assertThat(get(endless + "/x").body()).contains("no value of it ends");

        String own = openapi(write(
                folder.resolve("own.yaml"),
                answering("{$ref: '#/components/schemas/A'}", "{A: {allOf: [{$ref: '#/components/schemas/A'}]}}")));
        assertThat(get(own + "/x").body()).contains("made of itself");
    }

    @Test
    void staysSmallWhereFewWordsMeanMuch() {
        StringBuilder doubling = new StringBuilder("{A30: {type: object}");
        StringBuilder wide = new StringBuilder("{W: {type: object, properties: {p0: {type: string}");
        for (int i = 0; i < 30; i++) {
            String next = "{$ref: '#/components/schemas/A" + (i + 1) + "'}";
            doubling.append(", A" + i + ": {allOf: [" + next + ", " + next + "]}");
            wide.append(", p" + (i + 1) + ": {$ref: '#/components/schemas/W'}");
        }
        String doubled = openapi(write(
                folder.resolve("doubling.yaml"),
                answering(
                        "{$ref: '#/components/schemas/A0'}",
                        doubling.append("}").toString())));
        assertThat(get(doubled + "/x").body()).contains("is made of more than");

        String widely = openapi(write(
                folder.resolve("wide.yaml"),
                answering("{$ref: '#/components/schemas/W'}", wide.append("}}}").toString())));
        assertThat(get(widely + "/x").body()).hasSizeLessThan(1_000_000);

        String repeated = openapi(write(
                folder.resolve("repeated.yaml"),
                answering("{type: string, pattern: '^((a{9999}){9999}){9999}$'}", "{}")));
        assertThat(get(repeated + "/x").statusCode()).isEqualTo(200);
    }

    @Test
    void readsADocumentOfTenMegabytesAndNoLargerOneThanSixteen() {
        StringBuilder large = new StringBuilder(answering("{type: string}", "{}"));
        String filler = "# " + "x".repeat(998) + "\n";
        while (large.length() < 10_000_000) {
            large.append(filler);
        }
        assertThat(get(openapi(write(folder.resolve("large.yaml"), large.toString())) + "/x")
                        .statusCode())
                .isEqualTo(200);
        while (large.length() < 17_000_000) {
            large.append(filler);
        }
        assertThat(said(large.toString())).contains(" bytes: 16777216 are read at most");
    }
}
