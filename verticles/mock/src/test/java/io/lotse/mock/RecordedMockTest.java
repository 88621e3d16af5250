package io.lotse.mock;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RecordedMockTest extends MockSetup {
    private static final String[] JSON = {"content-type", "application/json", "authorization", "Bearer hunter2"};

    @TempDir
    Path folder;

    private int port;
    private int asked;

    @BeforeAll
    void listen() {
        HttpServer real = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = real.actualPort();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        asked++;
        request.response()
                .putHeader("content-type", "application/json")
                .putHeader("x-colour", "blue")
                .putHeader("set-cookie", "session=hunter2");
        switch (request.path()) {
            case "/base/pets" ->
                request.response().end("{\"kind\": \"" + request.getParam("kind") + "\", \"turn\": " + asked + "}");
            case "/base/login" ->
                request.response().setStatusCode(201).end("{\"access_token\": \"hunter2\", \"for\": " + body + "}");
            case "/base/picture" -> request.response().end(Buffer.buffer(new byte[] {(byte) 0xff, 0, 1}));
            default -> request.response().setStatusCode(404).end("{\"gone\": true}");
        }
    }

    private String record(Path file) {
        RecorderVerticle recorder = new RecorderVerticle(
                new RecorderConfig("127.0.0.1", 0, URI.create("http://127.0.0.1:" + port + "/base/"), file));
        vertx.deployVerticle(recorder).toCompletionStage().toCompletableFuture().join();
        return "http://127.0.0.1:" + recorder.port();
    }

    private String replay(Path source) {
        return start(config(MockConfig.Kind.RECORDED, source, true));
    }

    @Test
    void answersAsTheServiceDidAndKeepsNoSecrets() throws Exception {
        Path file = folder.resolve("pets.jsonl");
        String recorder = record(file);
        String two = get(recorder + "/pets?limit=2&api_key=hunter2&kind=cat").body();
        String plain = get(recorder + "/pets").body();
        String again = get(recorder + "/pets").body();
        HttpResponse<String> login =
                send("POST", recorder + "/login", "{\"user\":\"ada\",\"password\":\"hunter2\"}", JSON);
        String bob = send("POST", recorder + "/login", "{\"user\":\"bob\",\"password\":\"hunter2\"}", JSON)
                .body();
        assertThat(login.body()).as("the client gets all").contains("hunter2");
        String[] form = {"content-type", "application/x-www-form-urlencoded"};
        send("POST", recorder + "/form", "user=ada&password=hunter2", form);
        get(recorder + "/picture");
        assertThat(get(recorder + "/none").statusCode()).isEqualTo(404);

        assertThat(Files.readString(file)).doesNotContain("hunter2").contains("\"x-colour\":\"blue\"");
        assertThat(Files.readAllLines(file)).hasSize(8);
        String mock = replay(folder);
        assertThat(json(get(mock + "/pets?kind=cat&api_key=other&limit=2")).getInteger("turn"))
                .isEqualTo(new JsonObject(two).getInteger("turn"));
        assertThat(json(get(mock + "/pets"))).isEqualTo(new JsonObject(plain));
        assertThat(json(get(mock + "/pets"))).isEqualTo(new JsonObject(again));
        assertThat(json(get(mock + "/pets"))).as("the last again").isEqualTo(new JsonObject(again));
        HttpResponse<String> replayed = send("POST", mock + "/login", "{\"password\":\"x\",\"user\":\"bob\"}", JSON);
        assertThat(replayed.statusCode()).isEqualTo(201);
        assertThat(replayed.headers().firstValue("x-colour")).hasValue("blue");
        assertThat(bob).contains("bob");
        assertThat(json(replayed).getJsonObject("for").getString("user")).isEqualTo("bob");
        assertThat(get(mock + "/picture").body()).hasSize(3);
        assertThat(get(mock + "/none").statusCode()).isEqualTo(404);
        assertThat(send("HEAD", mock + "/pets", null).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhatIsRecordedInstead() {
        String mock = replay(
                write(
                        folder.resolve("a.jsonl"),
                        "# by hand\n\n{\"request\": {\"path\": \"/pets\", \"query\": {\"limit\": 2}}, \"response\": {\"text\": \"two\"}}\n"));

        assertThat(get(mock + "/pets?limit=2").body()).isEqualTo("two");
        assertThat(get(mock + "/pest").body()).contains("near to it are /pets");
        assertThat(get(mock + "/pets?limit=3").body())
                .contains("not recorded with the query {limit=[3]}: there is {limit=[2]}");
        HttpResponse<String> method = send("DELETE", mock + "/pets?limit=2", null);
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void readsAFileThatCameLater() {
        Path recordings = folder.resolve("several");
        assertThat(recordings.toFile().mkdir()).isTrue();
        write(recordings.resolve("a.jsonl"), "{\"request\": {\"path\": \"/a\"}, \"response\": {\"text\": \"a\"}}\n");
        String mock = replay(recordings);

        write(recordings.resolve("b.jsonl"), "{\"request\": {\"path\": \"/b\"}, \"response\": {\"text\": \"b\"}}\n");

        await().untilAsserted(() -> assertThat(get(mock + "/b").body()).isEqualTo("b"));
        assertThat(get(mock + "/a").body()).isEqualTo("a");
    }

    @Test
    void saysInALineWhatIsWrong() {
        Path file = folder.resolve("bad.jsonl");
        assertThat(refusal(MockConfig.Kind.RECORDED, write(file, "{\"request\": {}}\n")))
                .contains("line 1 is no recorded answer: it has no response");
        assertThat(refusal(MockConfig.Kind.RECORDED, write(file, "\n{\n")))
                .contains("line 2 is no recorded answer")
                .hasLineCount(1);
        assertThat(refusal(MockConfig.Kind.RECORDED, write(file, "\n"))).contains("no answer is recorded in it");
    }

    @Test
    void saysThatTheServiceDoesNotAnswer() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        RecorderVerticle recorder = new RecorderVerticle(new RecorderConfig(
                "127.0.0.1", 0, URI.create("http://127.0.0.1:" + nobody), folder.resolve("none.jsonl")));
        vertx.deployVerticle(recorder).toCompletionStage().toCompletableFuture().join();

        HttpResponse<String> answer = get("http://127.0.0.1:" + recorder.port() + "/x");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("did not answer");
    }
}
