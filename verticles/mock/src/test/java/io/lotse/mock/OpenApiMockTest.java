package io.lotse.mock;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OpenApiMockTest extends MockSetup {
    private String pets;

    @BeforeAll
    void listen() {
        pets = openapi(resource("petstore-3.0.yaml")) + "/v1";
    }

    @Test
    void answersWithTheLowestSuccessAndItsHeaders() {
        HttpResponse<String> list = get(pets + "/pets?limit=3");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(list.headers().firstValue("x-next").orElseThrow()).startsWith("https://example.com/");
        assertThat(Integer.parseInt(list.headers().firstValue("x-total").orElseThrow()))
                .isNotNegative();
        assertThat(new JsonArray(list.body()).getJsonObject(0).getString("name"))
                .matches("[A-Z][a-z]{2,10}");
        assertThat(send(
                                "POST",
                                pets + "/pets",
                                "{\"name\":\"Rex\",\"secret\":\"s\"}",
                                "content-type",
                                "application/json")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> gone = send("DELETE", pets + "/pets/1", null);
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gone.body()).isEmpty();
    }

    @Test
    void makesUpTheSameForTheSameSeedAndLeavesOutWhatOnlyRequestsHave() {
        String one = get(pets + "/pets").body();

        assertThat(get(pets + "/pets").body()).isEqualTo(one).doesNotContain("secret");
        assertThat(get(openapi(resource("petstore-3.0.yaml")) + "/v1/pets").body())
                .isEqualTo(one);
        MockConfig plain = config(MockConfig.Kind.OPENAPI, resource("petstore-3.0.yaml"), true);
        MockConfig other = new MockConfig(
                "pets", plain.host(), 0, plain.kind(), plain.source(), Duration.ZERO, 2, true, told::add);
        assertThat(get(start(other) + "/v1/pets").body()).isNotEqualTo(one);
    }

    @Test
    void takesTheMoreSpecificPath() {
        assertThat(json(get(pets + "/pets/newest")).getString("name")).isEqualTo("Newest");
        assertThat(json(get(pets + "/pets/7")).getString("name")).isEqualTo("Mia");
    }

    @Test
    void letsARequestChooseTheAnswerAndTheExample() {
        HttpResponse<String> dog = get(pets + "/pets/7", "Prefer", "example=dog");
        assertThat(json(dog).getString("name")).isEqualTo("Rex");
        assertThat(dog.headers().firstValue("preference-applied")).hasValue("example=dog");
        assertThat(json(get(pets + "/pets/7", "Prefer", "example=cow")).getString("detail"))
                .contains("it has cat, dog");

        HttpResponse<String> missing = get(pets + "/pets/7", "Prefer", "code=404");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(json(missing).getInteger("status")).isBetween(400, 599);
        assertThat(get(pets + "/pets", "Prefer", "code=503").statusCode())
                .as("by default")
                .isEqualTo(503);
        assertThat(json(get(pets + "/pets/7", "Prefer", "code=418")).getString("detail"))
                .contains("code=418 is no answer")
                .contains("it has 200, 404");
    }

    @Test
    void negotiatesTheType() {
        assertThat(get(pets + "/pets", "Accept", "text/csv").body()).isEqualTo("id,name\n1,Rex\n");
        assertThat(get(pets + "/pets", "Accept", "text/*;q=0.5, application/json;q=0.1")
                        .headers()
                        .firstValue("content-type"))
                .hasValue("text/csv");
        assertThat(get(pets + "/pets", "Accept", "*/*").headers().firstValue("content-type"))
                .hasValue("application/json");
        HttpResponse<String> none = get(pets + "/pets", "Accept", "image/png, application/json;q=0");
        assertThat(none.statusCode()).isEqualTo(406);
        assertThat(json(none).getString("detail")).contains("application/json or text/csv");
    }

    @Test
    void refusesRequestsThatDoNotFitAndSaysWhere() {
        HttpResponse<String> query = get(pets + "/pets?limit=500");
        assertThat(query.statusCode()).isEqualTo(400);
        assertThat(query.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(query).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("#/query/limit");
        assertThat(get(pets + "/pets/rex").body()).contains("#/path/id");
        String[] type = {"content-type", "application/json"};
        assertThat(send("POST", pets + "/pets", "{\"name\":\"rex\"}", type).body())
                .contains("#/body/name")
                .contains("secret");
        assertThat(send("POST", pets + "/pets", "{", type).body()).contains("is no JSON");
        assertThat(send("POST", pets + "/pets", null).body()).contains("#/body is missing");
        assertThat(send("POST", pets + "/pets", "x", "content-type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        String unchecked = start(config(MockConfig.Kind.OPENAPI, resource("petstore-3.0.yaml"), false));
        assertThat(get(unchecked + "/v1/pets?limit=500").statusCode()).isEqualTo(200);
    }

    @Test
    void answersHeadAndOptionsAndTellsWhatIsNear() {
        HttpResponse<String> head = send("HEAD", pets + "/pets", null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
        HttpResponse<String> options = send("OPTIONS", pets + "/pets", null);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(send("PUT", pets + "/pets", null).statusCode()).isEqualTo(405);
        HttpResponse<String> typo = get(pets + "/pet");
        assertThat(typo.statusCode()).isEqualTo(404);
        assertThat(json(typo).getString("detail")).contains("near to it are /v1/pets, ");
        assertThat(get(pets.replace("/v1", "/openapi.json")).body()).contains("\"listPets\"");
    }

    @Test
    void takesAsLongAsItIsTold() {
        MockConfig plain = config(MockConfig.Kind.OPENAPI, resource("petstore-3.0.yaml"), true);
        MockConfig slow = new MockConfig(
                "pets", plain.host(), 0, plain.kind(), plain.source(), Duration.ofMillis(300), 1, true, told::add);
        String url = start(slow);
        long begun = System.nanoTime();
        get(url + "/v1/pets");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void readsTheDocumentAgainAndKeepsTheFormerWhileItIsBroken(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pets.yaml");
        Files.copy(resource("petstore-3.1.yaml"), file);
        String url = openapi(file);
        String before = Files.readString(file);

        write(file, before + "\n  - [");
        await().untilAsserted(() -> assertThat(told).anySatisfy(line -> assertThat(line)
                .contains("is neither YAML nor JSON")
                .contains("what was read before stays in force")));
        assertThat(get(url + "/pets").statusCode()).isEqualTo(200);

        write(file, before.replace("/places:", "/spots:"));
        await().untilAsserted(() -> assertThat(get(url + "/spots").statusCode()).isEqualTo(200));
        assertThat(get(url + "/places").statusCode()).isEqualTo(404);
    }
}
