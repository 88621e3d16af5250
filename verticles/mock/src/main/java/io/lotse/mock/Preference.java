package io.lotse.mock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request prefers (RFC 7240): {@code code} chooses the answer, {@code example} one of its examples.
 *
 * @param code null for any
 * @param example null for any
 */
record Preference(String code, String example) {
    static Preference of(List<String> fields) {
        Map<String, String> preferences = new LinkedHashMap<>();
        for (String field : fields) {
            for (String one : field.split("[,;]")) {
                int equals = one.indexOf('=');
                if (equals > 0) {
                    // the first of a name counts (RFC 7240, 2)
                    preferences.putIfAbsent(
                            one.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            one.substring(equals + 1).strip().replaceAll("^\"|\"$", ""));
                }
            }
        }
        return new Preference(preferences.get("code"), preferences.get("example"));
    }

    /** What an answer says that kept to it; null where there was nothing to keep to. */
    String applied() {
        String applied = (code == null ? "" : "code=" + code)
                + (code != null && example != null ? ", " : "")
                + (example == null ? "" : "example=" + example);
        return applied.isEmpty() ? null : applied;
    }
}
