package io.lotse.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the fields that a record does not have. Between nodes they are ignored; where somebody writes a configuration by
 * hand, such a field is a slip of the pen that must not pass.
 */
public final class UnknownFields {
    private final List<FieldError> errors = new ArrayList<>();

    private UnknownFields() {}

    /**
     * Fails with all of them at once.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} that names each, where there are any
     */
    public static void refuse(Map<String, Object> body, Class<? extends Record> type) {
        List<FieldError> unknown = in(body, type, "");
        if (!unknown.isEmpty()) {
            throw ContractException.invalid(unknown);
        }
    }

    /**
     * Each field that is in the JSON and not in the record, at any depth.
     *
     * @param json as it was parsed: maps, lists and plain values
     * @param type the record that it is meant to be
     * @param path where the JSON stands, such as {@code routes[2]}; empty for at the top
     */
    public static List<FieldError> in(Map<String, Object> json, Class<? extends Record> type, String path) {
        UnknownFields found = new UnknownFields();
        found.look(json, type, path);
        return List.copyOf(found.errors);
    }

    private void look(Object value, Type type, String path) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() == List.class
                && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                look(list.get(i), generic.getActualTypeArguments()[0], path + "[" + i + "]");
            }
        } else if (type instanceof Class<?> record && record.isRecord() && value instanceof Map<?, ?> object) {
            Map<String, RecordComponent> known = new HashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                known.put(ContractCodec.jsonName(component), component);
            }
            object.forEach((name, field) -> {
                String where = path.isEmpty() ? name.toString() : path + "." + name;
                RecordComponent component = known.get(name);
                if (component == null) {
                    errors.add(new FieldError(
                            where,
                            "is unknown here: there is "
                                    + String.join(
                                            ", ",
                                            known.keySet().stream().sorted().toList())));
                } else {
                    look(field, component.getGenericType(), where);
                }
            });
        }
    }
}
