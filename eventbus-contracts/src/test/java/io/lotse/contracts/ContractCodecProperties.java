package io.lotse.contracts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever can be said comes back as it was said, and whatever else comes is refused with words. */
class ContractCodecProperties {

    @Property
    void everyRecordComesBackEqualFromTheWire(@ForAll("records") Object record) {
        JsonObject onTheWire = new JsonObject(ContractCodec.encode(record).toBuffer());

        assertThat((Object) ContractCodec.decode(onTheWire, record.getClass())).isEqualTo(record);
    }

    @Property
    void bytesWithoutATreeSayTheSameAsTheTree(@ForAll("records") Object record) {
        assertThat(new JsonObject(ContractCodec.toBuffer(record)))
                .isEqualTo(new JsonObject(ContractCodec.encode(record).toBuffer()));
    }

    @Property
    void whateverStandsAtAFieldIsReadOrRefusedAsAnInvalidRequest(@ForAll("strangers") Stranger stranger) {
        Object record;
        try {
            record = ContractCodec.decode(stranger.json(), stranger.type());
        } catch (ContractException refused) {
            assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
            assertThat(refused).message().isNotBlank();
            return;
        }
        JsonObject again = ContractCodec.encode(record);
        assertThat((Object) ContractCodec.decode(again, stranger.type())).isEqualTo(record);
    }

    /** JSON that is almost a record: some of its values were exchanged for others. */
    record Stranger(Class<?> type, JsonObject json) {}

    @Provide
    Arbitrary<Object> records() {
        return Arbitraries.of(ContractTypes.records()).flatMap(AnyContract::of);
    }

    @Provide
    Arbitrary<Stranger> strangers() {
        return Combinators.combine(records(), odd(), Arbitraries.integers().between(0, 1_000))
                .as((record, odd, at) ->
                        new Stranger(record.getClass(), exchanged(ContractCodec.encode(record), odd, at)));
    }

    /** Values that programs, people and attackers send where others belong. */
    private static Arbitrary<Object> odd() {
        Arbitrary<Object> flat = Arbitraries.of(
                "",
                "8080",
                "null",
                "\uD800",
                "2026-01-31T12:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z",
                "\u0000",
                "x".repeat(10_000),
                -1,
                0,
                1L << 40,
                Long.MAX_VALUE,
                new java.math.BigInteger("9".repeat(900)),
                1e308,
                -0.0,
                1e-300,
                0.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                true,
                List.of(),
                Map.of());
        Arbitrary<Object> missing = Arbitraries.just(null);
        Arbitrary<Object> nested = Arbitraries.oneOf(
                Combinators.combine(flat, flat).as(List::of),
                flat.map(value -> Map.of("a", value)),
                Arbitraries.integers().between(1, 900).map(ContractCodecProperties::nested),
                missing.map(nothing -> {
                    List<Object> list = new ArrayList<>();
                    list.add(null);
                    return list;
                }),
                missing.map(nothing -> {
                    Map<String, Object> map = new HashMap<>();
                    map.put("a", null);
                    return map;
                }));
        return Arbitraries.oneOf(flat, missing, nested);
    }

    private static Object nested(int depth) {
        Object value = List.of();
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    /** Puts the stranger at one of the places there are in the JSON. */
    private static JsonObject exchanged(JsonObject json, Object odd, int at) {
        List<Runnable> places = new ArrayList<>();
        collect(json, odd, places);
        if (!places.isEmpty()) {
            places.get(at % places.size()).run();
        }
        return json;
    }

    private static void collect(Object json, Object odd, List<Runnable> places) {
        if (json instanceof JsonObject object) {
            for (String name : List.copyOf(object.fieldNames())) {
                places.add(() -> object.put(name, odd));
                collect(object.getValue(name), odd, places);
            }
        } else if (json instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                places.add(() -> array.set(place, odd));
                collect(array.getValue(i), odd, places);
            }
        }
    }
}
