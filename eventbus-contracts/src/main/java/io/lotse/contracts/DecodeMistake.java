package io.lotse.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final List<Object> steps;
    private final FieldError error;
    private Class<?> wanted;

    private DecodeMistake(JsonObject json, JsonMappingException cause) {
        this.json = json;
        this.cause = cause;
        this.steps = new ArrayList<>(
                cause.getPath().stream().map(DecodeMistake::step).toList());
        this.wanted = cause instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (cause.getCause() instanceof ContractException own) {
            this.error = located(own);
        } else if (cause.getCause() instanceof NullPointerException && goToTheEmptyPlace()) {
            this.error = new FieldError(path(), "is empty: give a value, or leave it out");
        } else {
            this.error = new FieldError(path(), shown(value()) + " " + mistake());
        }
    }

    static ContractException explain(JsonObject json, IllegalArgumentException failure) {
        return of(json, failure)
                .map(mistake -> mistake.cause.getCause() instanceof ContractException own && mistake.steps.isEmpty()
                        ? own
                        : ContractException.invalid(mistake.error.field(), mistake.error.message()))
                .orElseGet(() -> new ContractException(ProblemCode.INVALID_REQUEST, failure.getMessage()));
    }

    /** Empty if it does not lie in the JSON. */
    static Optional<DecodeMistake> of(JsonObject json, IllegalArgumentException failure) {
        return failure.getCause() instanceof JsonMappingException mapping
                ? Optional.of(new DecodeMistake(json, mapping))
                : Optional.empty();
    }

    /** The field, and what is wrong with it. */
    FieldError error() {
        return error;
    }

    /** The way to the value that is wrong: names of fields and numbers of items. */
    List<Object> steps() {
        return steps;
    }

    /** What should be there; null where that is not known. */
    Class<?> wanted() {
        return wanted;
    }

    /** What is one step further inside; null for nothing. */
    static Object step(Object in, Object step) {
        if (in instanceof JsonObject object) {
            return object.getValue(step.toString());
        }
        return in instanceof JsonArray array && step instanceof Integer index ? array.getValue(index) : null;
    }

    private static Object step(Reference reference) {
        return reference.getFieldName() != null ? reference.getFieldName() : (Object) reference.getIndex();
    }

    /** A record knows what is wrong with it, but not where in the request it stands. */
    private FieldError located(ContractException own) {
        if (own.errors().isEmpty()) {
            return new FieldError(path(), own.getMessage());
        }
        FieldError first = own.errors().get(0);
        if (isOfTheRecord(first.field())) {
            steps.add(first.field());
        }
        return new FieldError(path(), first.message());
    }

    /** A record refuses lists and maps that hold a null; false if it is not that. */
    private boolean goToTheEmptyPlace() {
        if (!(cause instanceof ValueInstantiationException failed)
                || !failed.getType().getRawClass().isRecord()) {
            return false;
        }
        Object here = value();
        for (RecordComponent component : failed.getType().getRawClass().getRecordComponents()) {
            String name = ContractCodec.jsonName(component);
            Object inside = step(here, name);
            Object empty = null;
            if (component.getType() == List.class && inside instanceof JsonArray array && array.contains(null)) {
                empty = array.getList().indexOf(null);
            } else if (component.getType() == Map.class && inside instanceof JsonObject object) {
                empty = object.fieldNames().stream()
                        .filter(key -> object.getValue(key) == null)
                        .findFirst()
                        .orElse(null);
            }
            if (empty != null) {
                steps.add(name);
                steps.add(empty);
                wanted = component.getGenericType() instanceof ParameterizedType generic
                                && generic.getActualTypeArguments()[0] instanceof Class<?> item
                        ? item
                        : null;
                return true;
            }
        }
        return false;
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
        Class<?> type = wanted;
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
        for (Object step : steps) {
            at = step(at, step);
        }
        return at;
    }

    private static String shown(Object value) {
        String text = Json.encode(value);
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH - 1) + "…";
    }

    private String path() {
        String path = steps.stream()
                .map(step -> step instanceof Integer ? "[" + step + "]" : "." + step)
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
