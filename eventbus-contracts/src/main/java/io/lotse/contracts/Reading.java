package io.lotse.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What somebody wrote by hand, as a record and with every mistake in it, not only the first: what cannot be decoded is taken
 * out, so that the rest can be looked at too.
 */
public final class Reading<T> {
    /** Each costs another decoding of the whole. */
    private static final int MOST = 100;

    private final T value;
    private final List<FieldError> errors;

    private Reading(T value, List<FieldError> errors) {
        this.value = value;
        this.errors = List.copyOf(errors);
    }

    /**
     * Reads what was written.
     *
     * @param json as it was parsed: maps, lists and plain values
     * @param type the record that it is meant to be
     * @param at where the JSON stands, such as {@code routes[2]}; empty for at the top
     */
    public static <T extends Record> Reading<T> of(Map<String, Object> json, Class<T> type, String at) {
        List<FieldError> errors = new ArrayList<>(UnknownFields.in(json, type, at));
        JsonObject rest = new JsonObject(json).copy();
        for (int i = 0; i < MOST; i++) {
            try {
                return new Reading<>(ContractCodec.convert(rest, type), errors);
            } catch (IllegalArgumentException e) {
                Optional<DecodeMistake> mistake = DecodeMistake.of(rest, e);
                FieldError error = mistake.map(DecodeMistake::error).orElse(new FieldError("", e.getMessage()));
                FieldError placed = new FieldError(join(at, error.field()), error.message());
                boolean again = errors.stream().anyMatch(known -> known.field().equals(placed.field()));
                if (!again) {
                    errors.add(placed);
                }
                if (again || mistake.isEmpty() || !takeOut(mistake.get(), rest)) {
                    return new Reading<>(null, errors);
                }
            }
        }
        errors.add(new FieldError(at, "has more mistakes than are told at once: mend these first"));
        return new Reading<>(null, errors);
    }

    /** What could be read; empty if that was nothing. Whoever goes on with it looks at the mistakes first. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Each mistake; empty if all is right. */
    public List<FieldError> errors() {
        return errors;
    }

    /** Its mistakes and those that were found in its value. */
    public List<FieldError> and(List<FieldError> found) {
        return all(errors, found);
    }

    /**
     * All mistakes, without those that only follow from others: a field that was taken out because of a mistake is not
     * missing, too.
     *
     * @param known mistakes
     * @param found more of them, by a look at what was right or was left of it
     */
    public static List<FieldError> all(List<FieldError> known, List<FieldError> found) {
        List<FieldError> all = new ArrayList<>(known);
        found.stream()
                .filter(f ->
                        known.stream().noneMatch(k -> isWithin(k.field(), f.field()) || isWithin(f.field(), k.field())))
                .forEach(all::add);
        return all;
    }

    private static boolean isWithin(String field, String whole) {
        return field.startsWith(whole)
                && (field.length() == whole.length() || ".[".indexOf(field.charAt(whole.length())) >= 0);
    }

    private static String join(String at, String field) {
        return at.isEmpty() || field.isEmpty() || field.startsWith("[") ? at + field : at + "." + field;
    }

    /** False if there is nothing to take out. */
    private static boolean takeOut(DecodeMistake mistake, JsonObject json) {
        List<Object> steps = mistake.steps();
        if (steps.isEmpty()) {
            return false;
        }
        Object in = json;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            in = DecodeMistake.step(in, step);
        }
        Object last = steps.get(steps.size() - 1);
        if (in instanceof JsonArray array && last instanceof Integer index && index < array.size()) {
            // the other items keep their numbers
            array.getList().set(index, harmless(mistake.wanted()));
            return true;
        }
        if (in instanceof JsonObject object && object.containsKey(last.toString())) {
            object.remove(last.toString());
            return true;
        }
        return false;
    }

    /** Something that can be decoded. */
    private static Object harmless(Class<?> type) {
        if (type == String.class) {
            return "";
        }
        if (type == null || type == Duration.class || type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return 0;
        }
        if (type == Boolean.class) {
            return false;
        }
        if (type == Instant.class) {
            return Instant.EPOCH.toString();
        }
        if (type.isEnum()) {
            return ContractCodec.jsonValues(type).get(0);
        }
        return Iterable.class.isAssignableFrom(type) ? new JsonArray() : new JsonObject();
    }
}
