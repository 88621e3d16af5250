package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.vertx.core.MultiMap;

/**
 * For which requests a kept answer serves: those whose fields that {@code Vary} names are as they were (RFC 9111, 4.1).
 *
 * @param fields the names, in lower case
 * @param values what the request had, in the same order; null for an absent field
 */
record VaryKey(List<String> fields, List<String> values) {
    private static final VaryKey ANY = new VaryKey(List.of(), List.of());

    /** Whether no other request can ever match. */
    static boolean isUnmatchable(MultiMap answer) {
        return answer.contains("vary") && fields(answer).contains("*");
    }

    static VaryKey of(MultiMap answer, MultiMap request) {
        if (!answer.contains("vary")) {
            return ANY;
        }
        List<String> fields = fields(answer);
        List<String> values = new ArrayList<>();
        fields.forEach(f -> values.add(value(request, f)));
        return new VaryKey(fields, values);
    }

    boolean matches(MultiMap request) {
        for (int i = 0; i < fields.size(); i++) {
            String value = value(request, fields.get(i));
            if (value == null ? values.get(i) != null : !value.equals(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> fields(MultiMap answer) {
        List<String> fields = new ArrayList<>();
        for (String line : answer.getAll("vary")) {
            for (String field : line.split(",")) {
                String name = field.trim().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !fields.contains(name)) {
                    fields.add(name);
                }
            }
        }
        return fields;
    }

    /** Several lines are one list, and white space around its members says nothing. */
    private static String value(MultiMap request, String field) {
        if (!request.contains(field)) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (String line : request.getAll(field)) {
            value.append(value.isEmpty() ? "" : ",");
            append(line.trim(), value);
        }
        return value.toString();
    }

    /** In quotes and in comments white space may well say something, and commas part nothing. */
    private static void append(String line, StringBuilder to) {
        boolean isQuoted = false;
        int comments = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean isInside = isQuoted || comments > 0;
            if (c == ',' && !isInside) {
                to.setLength(endBeforeBlanks(to, to.length()));
                i = lastBlank(line, i);
            } else if (c == '\\' && isInside && i + 1 < line.length()) {
                to.append(c);
                c = line.charAt(++i);
            } else if (c == '"' && comments == 0) {
                isQuoted = !isQuoted;
            } else if (c == '(' && !isQuoted) {
                comments++;
            } else if (c == ')' && comments > 0) {
                comments--;
            }
            to.append(c);
        }
    }

    private static int endBeforeBlanks(CharSequence text, int end) {
        int last = end;
        while (last > 0 && isBlank(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private static int lastBlank(String line, int comma) {
        int last = comma;
        while (last + 1 < line.length() && isBlank(line.charAt(last + 1))) {
            last++;
        }
        return last;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
