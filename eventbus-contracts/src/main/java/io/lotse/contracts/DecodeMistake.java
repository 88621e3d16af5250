package io.lotse.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Why JSON could not become a record, told to who wrote the JSON: the field, the value, and what would be right. */
final class DecodeMistake {
    private static final int SHOWN_LENGTH = 40;

    private final JsonObject json;
    private final JsonMappingException cause;
    private final String field;

    private DecodeMistake(JsonObject json, JsonMappingException cause) {
        this.json = json;
        this.cause = cause;
        this.field = path(cause.getPath());
    }

    static ContractException explain(JsonObject json, IllegalArgumentException failure) {
        return failure.getCause() instanceof JsonMappingException mapping
                ? new DecodeMistake(json, mapping).explain()
                : new ContractException(ProblemCode.INVALID_REQUEST, failure.getMessage());
    }

    private ContractException explain() {
        if (cause.getCause() instanceof ContractException own) {
            return locate(own);
        }
        return ContractException.invalid(field, shown(value()) + " " + mistake());
    }

    /** A record knows what is wrong with it, but not where in the request it stands. */
    private ContractException locate(ContractException own) {
        if (field.isEmpty() || own.errors().isEmpty()) {
            return own;
        }
        FieldError error = own.errors().get(0);
        return ContractException.invalid(
                isOfTheRecord(error.field()) ? field + "." + error.field() : field, error.message());
    }

    private boolean isOfTheRecord(String name) {
        if (!(cause instanceof ValueInstantiationException failed)
                || !failed.getType().getRawClass().isRecord()) {
            return false;
        }
        return Arrays.stream(failed.getType().getRawClass().getRecordComponents())
                .anyMatch(c -> ContractCodec.jsonName(c).equals(name));
    }

    private String mistake() {
        if (cause.getCause() instanceof InputCoercionException) {
            return "is too large a number";
        }
        Class<?> type = cause instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return "is not what belongs here";
        }
        if (type.isEnum()) {
            return "is none of " + ContractCodec.jsonValues(type).stream().collect(Collectors.joining(", "));
        }
        if (type == Duration.class) {
            return "is no number of seconds";
        }
        if (type == Instant.class) {
            return "is no time: give one such as 2026-01-31T12:00:00Z";
        }
        if (type == String.class) {
            return "is no text: put it in quotes";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "is neither true nor false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return value() instanceof Number ? "is no whole number" : "is no number";
        }
        return Iterable.class.isAssignableFrom(type) ? "is no list: put it in [ ]" : "is no object with fields";
    }

    private Object value() {
        Object at = json;
        for (Reference step : cause.getPath()) {
            if (at instanceof JsonObject object) {
                at = object.getValue(step.getFieldName());
            } else if (at instanceof JsonArray array) {
                at = array.getValue(step.getIndex());
            }
        }
        return at;
    }

    private static String shown(Object value) {
        String text = Json.encode(value);
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH - 1) + "…";
    }

    private static String path(List<Reference> steps) {
        String path = steps.stream()
                .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
