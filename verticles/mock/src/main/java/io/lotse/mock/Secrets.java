package io.lotse.mock;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Knows by their names what is not written down. */
final class Secrets {
    static final String LEFT_OUT = "(left out)";

    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(token|secret|passw|api[-_]?key|credential|session|signature|authori[sz]ation|cookie).*");
    /** Of one connection or one moment, which an answer that is given again has its own of. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "content-length",
            "date",
            "age",
            "server-timing",
            "x-request-id");

    private Secrets() {}

    static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Whether a header of an answer is written down. */
    static boolean isKept(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return !isSecret(name) && !OF_THE_MOMENT.contains(name) && !name.equals("proxy-authenticate");
    }

    /** A JSON value without what its members' names say is secret. */
    static Object without(Object value) {
        if (value instanceof JsonObject object) {
            JsonObject rest = new JsonObject();
            object.forEach(member -> rest.put(
                    member.getKey(),
                    isSecret(member.getKey()) && !(member.getValue() instanceof JsonObject)
                            ? LEFT_OUT
                            : without(member.getValue())));
            return rest;
        }
        if (value instanceof JsonArray list) {
            JsonArray rest = new JsonArray();
            list.forEach(item -> rest.add(without(item)));
            return rest;
        }
        return value;
    }
}
