package io.lotse.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is published of the contracts is what the code says. */
class PublishedContractsTest {
    private static final Path ASYNCAPI = Path.of("asyncapi.json");
    private static final Path README = Path.of("README.md");
    private static final String WRITE = "lotse.contracts.write";
    private static final String COMMAND =
            "mvn -q -Dquick -pl eventbus-contracts test -Dtest=PublishedContractsTest -D" + WRITE;

    private final JsonObject document = AsyncApi.document();

    private static void assertPublished(Path file, String generated) throws IOException {
        if (System.getProperty(WRITE) != null) {
            Files.writeString(file, generated);
        }
        assertThat(Files.readString(file))
                .as("%s is not what the code says. Write it anew with: %s", file, COMMAND)
                .isEqualTo(generated);
    }

    @Test
    void theAsyncApiDocumentIsThatOfTheCode() throws IOException {
        assertPublished(ASYNCAPI, document.encodePrettily() + "\n");
    }

    @Test
    void theTablesOfTheGuideAreThoseOfTheCode() throws IOException {
        assertPublished(README, ContractTables.replaceIn(Files.readString(README)));
    }

    @Test
    void everyReferenceResolves() {
        List<String> references = new ArrayList<>();
        collectReferences(document, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(resolve(reference))
                .as(reference)
                .isNotNull());
    }

    @Test
    void everyOperationTakesMessagesOfItsOwnChannel() {
        JsonObject operations = document.getJsonObject("operations");

        assertThat(operations.fieldNames()).hasSize(Contracts.OPERATIONS.size() + Contracts.EVENTS.size());
        for (String id : operations.fieldNames()) {
            JsonObject operation = operations.getJsonObject(id);
            assertThat(operation.getString("action")).isIn("send", "receive");
            assertMessagesOfTheirChannel(operation);
            if (operation.getString("action").equals("receive")) {
                assertMessagesOfTheirChannel(operation.getJsonObject("reply"));
            }
        }
    }

    private void assertMessagesOfTheirChannel(JsonObject operationOrReply) {
        String channel = operationOrReply.getJsonObject("channel").getString("$ref");
        JsonArray messages = operationOrReply.getJsonArray("messages");
        assertThat(messages).isNotEmpty();
        messages.forEach(m -> assertThat(((JsonObject) m).getString("$ref")).startsWith(channel + "/messages/"));
    }

    @Test
    void everyParameterOfAnAddressIsDescribed() {
        JsonObject channels = document.getJsonObject("channels");
        for (String id : channels.fieldNames()) {
            JsonObject channel = channels.getJsonObject(id);
            String address = channel.getString("address");
            boolean asksForAPlace = address != null && address.contains("{place}");
            assertThat(channel.getJsonObject("parameters", new JsonObject()).containsKey("place"))
                    .as(id)
                    .isEqualTo(asksForAPlace);
        }
    }

    @Test
    void everyNameStandsForOneType() {
        Map<String, Class<?>> byName = new TreeMap<>();
        for (Class<?> type : ContractTypes.all()) {
            assertThat(byName.put(type.getSimpleName(), type))
                    .as(type.getSimpleName())
                    .isNull();
        }
    }

    @Test
    void everyTypeOfTheContractsIsPublished() {
        assertThat(document.getJsonObject("components").getJsonObject("schemas").fieldNames())
                .containsExactlyInAnyOrderElementsOf(
                        ContractTypes.all().stream().map(Class::getSimpleName).toList());
    }

    private Object resolve(String reference) {
        assertThat(reference).startsWith("#/");
        Object at = document;
        for (String step : reference.substring(2).split("/", -1)) {
            at = at instanceof JsonObject object ? object.getValue(step) : null;
        }
        return at;
    }

    private static void collectReferences(Object node, List<String> references) {
        Stream<Object> children = Stream.empty();
        if (node instanceof JsonObject object) {
            if (object.getValue("$ref") instanceof String reference) {
                references.add(reference);
            }
            children = object.fieldNames().stream().map(object::getValue);
        } else if (node instanceof JsonArray array) {
            children = array.stream();
        }
        children.forEach(child -> collectReferences(child, references));
    }
}
