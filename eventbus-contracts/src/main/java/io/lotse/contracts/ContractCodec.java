package io.lotse.contracts;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;

/**
 * Records to JSON and back, the same for the event bus, the ledger and HTTP: names in snake_case, absent for null,
 * instants as ISO-8601 in UTC, durations as seconds,
 * to the microsecond. Unknown fields are ignored, so that neighbouring releases understand each other.
 */
public final class ContractCodec {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // a field that is null is left out; a null within somebody's data says something
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            // "8080" is no number and 5 is no text: who mixes them up once, does it again where it hurts
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, ContractCodec::refuseAllButText)
            // JsonObject and JsonArray inside of what the event bus delivers
            .addModule(new VertxModule())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("seconds")
                    .addSerializer(Duration.class, new SecondsSerializer())
                    .addDeserializer(Duration.class, new SecondsDeserializer()))
            .build();

    private ContractCodec() {}

    private static void refuseAllButText(MutableCoercionConfig text) {
        Stream.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail));
    }

    /** The record as JSON. */
    public static JsonObject encode(Object value) {
        return new JsonObject(MAPPER.convertValue(value, TREE));
    }

    /** The record as the bytes of its JSON, without a tree in between: for many or large answers. */
    public static Buffer toBuffer(Object value) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass().getName() + " has no JSON", e);
        }
    }

    /**
     * The record that this JSON says. A number or a truth value that is absent or null is 0 or false.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} that names the field, if it cannot be one
     */
    public static <T> T decode(JsonObject json, Class<T> type) {
        try {
            return convert(json, type);
        } catch (IllegalArgumentException e) {
            throw DecodeMistake.explain(json, e);
        }
    }

    /** @throws IllegalArgumentException with Jackson's words, if it cannot be one */
    static <T> T convert(JsonObject json, Class<T> type) {
        return MAPPER.convertValue(json.getMap(), type);
    }

    /** How a field of a record is called in JSON. */
    static String jsonName(RecordComponent component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    /** How the values of an enum are called in JSON. */
    static List<String> jsonValues(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(value -> MAPPER.convertValue(value, String.class))
                .toList();
    }

    private static final class SecondsSerializer extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        SecondsSerializer() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.toNanosPart() == 0) {
                out.writeNumber(value.toSeconds());
            } else {
                BigDecimal micros = BigDecimal.valueOf(value.toNanosPart() / 1_000, 6);
                out.writeNumber(
                        BigDecimal.valueOf(value.toSeconds()).add(micros).doubleValue());
            }
        }
    }

    private static final class SecondsDeserializer extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        SecondsDeserializer() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.currentToken().isNumeric()) {
                return (Duration) context.handleUnexpectedToken(Duration.class, in);
            }
            return Duration.of(Math.round(in.getDoubleValue() * 1e6), ChronoUnit.MICROS);
        }
    }
}
