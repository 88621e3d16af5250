package io.lotse.contracts;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // JsonObject and JsonArray inside of what the event bus delivers
            .addModule(new VertxModule())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("seconds")
                    .addSerializer(Duration.class, new SecondsSerializer())
                    .addDeserializer(Duration.class, new SecondsDeserializer()))
            .build();

    private ContractCodec() {}

    /** The record as JSON. */
    public static JsonObject encode(Object value) {
        return new JsonObject(MAPPER.convertValue(value, TREE));
    }

    /**
     * The record that this JSON says.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} that names the field, if it cannot be one
     */
    public static <T> T decode(JsonObject json, Class<T> type) {
        try {
            return MAPPER.convertValue(json.getMap(), type);
        } catch (IllegalArgumentException e) {
            throw explain(e);
        }
    }

    private static ContractException explain(IllegalArgumentException e) {
        if (!(e.getCause() instanceof JsonMappingException mapping)) {
            return new ContractException(ProblemCode.INVALID_REQUEST, e.getMessage());
        }
        String path = mapping.getPath().stream()
                .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
                .reduce("", String::concat);
        String field = path.startsWith(".") ? path.substring(1) : path;
        if (mapping.getCause() instanceof ContractException own) {
            // a record knows what is wrong with it, but not where in the request it stands
            return field.isEmpty() || own.errors().isEmpty()
                    ? own
                    : ContractException.invalid(field, own.errors().get(0).message());
        }
        return ContractException.invalid(field, mapping.getOriginalMessage());
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
