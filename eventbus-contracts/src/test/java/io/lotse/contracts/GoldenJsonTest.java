package io.lotse.contracts;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What travels between nodes of neighbouring releases: each record as a file of JSON. A file may gain fields; what
 * is there never changes and never goes.
 */
class GoldenJsonTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    static List<Class<?>> records() {
        return ContractTypes.records();
    }

    private static JsonObject golden(Class<?> type) throws IOException {
        Path file = GOLDEN.resolve(type.getSimpleName() + ".json");
        assertThat(file)
                .as("%s is new: write what it is on the wire, with every field", type.getSimpleName())
                .exists();
        return new JsonObject(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("records")
    void saysTheSameAsItsGoldenFile(Class<?> type) throws IOException {
        JsonObject golden = golden(type);

        assertThat(golden.fieldNames())
                .as("every field of %s is in its golden file", type.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getRecordComponents())
                        .map(ContractCodec::jsonName)
                        .toList());
        assertThat(ContractCodec.encode(ContractCodec.decode(golden, type))).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("records")
    void comesBackEqualFromTheWire(Class<?> type) throws IOException {
        Object record = ContractCodec.decode(golden(type), type);

        JsonObject onTheWire = new JsonObject(ContractCodec.encode(record).toBuffer());

        assertThat((Object) ContractCodec.decode(onTheWire, type)).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void ignoresFieldsOfLaterReleases(Class<?> type) throws IOException {
        JsonObject golden = golden(type);
        JsonObject later = golden.copy().put("of_a_later_release", new JsonObject().put("x", 1));

        assertThat((Object) ContractCodec.decode(later, type)).isEqualTo(ContractCodec.decode(golden, type));
    }

    @ParameterizedTest
    @MethodSource("records")
    void doesWithoutTheFieldsThatMayBeAbsent(Class<?> type) throws IOException {
        for (RecordComponent field : type.getRecordComponents()) {
            if (JsonSchemas.isOptional(field)) {
                String name = ContractCodec.jsonName(field);
                JsonObject without = golden(type);
                without.remove(name);
                JsonObject withNull = golden(type).putNull(name);

                assertThatCode(() -> ContractCodec.decode(without, type))
                        .as("%s without %s", type.getSimpleName(), name)
                        .doesNotThrowAnyException();
                assertThat((Object) ContractCodec.decode(withNull, type))
                        .isEqualTo(ContractCodec.decode(without, type));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void isWhatItsSchemaSays(Class<?> type) throws IOException {
        JsonObject schemas = AsyncApi.document().getJsonObject("components").getJsonObject("schemas");

        assertThat(new SchemaCheck(schemas).mistakes(type.getSimpleName(), golden(type)))
                .isEmpty();
    }

    @Test
    void noGoldenFileStandsForARecordThatIsGone() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".json", ""))
                            .collect(Collectors.toSet()))
                    .isEqualTo(records().stream().map(Class::getSimpleName).collect(Collectors.toSet()));
        }
    }

    @Test
    void everyFieldSaysWhatItMeans() {
        List<String> silent = records().stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .filter(field -> !field.isAnnotationPresent(Doc.class))
                .map(field -> field.getDeclaringRecord().getSimpleName() + "." + field.getName())
                .sorted(Comparator.naturalOrder())
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void onlyJsonIsLeftAfterEncoding() throws IOException {
        for (Class<?> type : records()) {
            assertOnlyJson(ContractCodec.encode(ContractCodec.decode(golden(type), type)));
        }
    }

    static void assertOnlyJson(Object value) {
        if (value instanceof JsonObject object) {
            object.fieldNames().forEach(name -> assertOnlyJson(object.getValue(name)));
        } else if (value instanceof JsonArray array) {
            array.forEach(GoldenJsonTest::assertOnlyJson);
        } else if (value instanceof Iterable<?> list) {
            list.forEach(GoldenJsonTest::assertOnlyJson);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(GoldenJsonTest::assertOnlyJson);
        } else if (value != null) {
            assertThat(value).isInstanceOfAny(String.class, Number.class, Boolean.class);
        }
    }
}
