package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.vertx.core.MultiMap;

/**
 * The fields by which clients could pass for somebody else: services take them for what the gateway found out. An underscore
 * counts as a hyphen, for many services see no difference between them (RFC 3875, 4.1.18).
 */
final class IncomingIdentity {
    static final List<String> USUAL = List.of(
            "X-User",
            "X-User-*",
            "X-Username",
            "X-Userinfo",
            "X-Roles",
            "X-Scopes",
            "X-Groups",
            "X-Auth-Request-*",
            "X-Authenticated-*",
            "X-Consumer-*",
            "X-Credential-*",
            "X-Forwarded-User",
            "X-Forwarded-Email",
            "X-Forwarded-Groups",
            "X-Forwarded-Preferred-Username",
            "X-Remote-*",
            "Remote-*",
            "Lotse-*");

    private static final Comparator<String> AS_SERVICES_SEE_THEM = IncomingIdentity::compare;

    private final TreeSet<String> names = new TreeSet<>(AS_SERVICES_SEE_THEM);
    private final List<String> beginnings = new ArrayList<>();

    /** @param removed names, or beginnings with {@code *} behind */
    IncomingIdentity(List<String> removed) {
        for (String name : removed) {
            if (name.endsWith("*")) {
                beginnings.add(name.substring(0, name.length() - 1));
            } else {
                names.add(name);
            }
        }
    }

    /** Removes them all; not what a client may say: where it looks for a service. */
    void removeFrom(MultiMap headers) {
        List<String> found = null;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (isRemoved(name) && !name.equalsIgnoreCase(HeaderRules.ENVIRONMENT.toString())) {
                found = found == null ? new ArrayList<>() : found;
                found.add(name);
            }
        }
        if (found != null) {
            found.forEach(headers::remove);
        }
    }

    private boolean isRemoved(String name) {
        if (names.contains(name)) {
            return true;
        }
        for (String beginning : beginnings) {
            if (beginsWith(name, beginning)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWith(String name, String beginning) {
        if (name.length() < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (folded(name.charAt(i)) != folded(beginning.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            int difference = folded(one.charAt(i)) - folded(other.charAt(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.length() - other.length();
    }

    private static int folded(char c) {
        return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
