package io.lotse.launcher.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Text to values. What is none throws {@link IllegalArgumentException} that says what would be right. */
final class Parsers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:._%-]{1,253}");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "*");
    private static final int MAX_PORT = 65_535;

    private Parsers() {}

    static Mode mode(String text) {
        return oneOf(text, Mode.values(), Mode::wireName, "mode");
    }

    static Set<Role> roles(String text) {
        Set<Role> roles = new LinkedHashSet<>();
        parts(text).forEach(part -> roles.add(oneOf(part, Role.values(), Role::wireName, "role")));
        return roles;
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    text + " is no name: give up to 63 letters, digits, '.', '_' or '-', a letter or a digit first");
        }
        return text;
    }

    static String address(String text) {
        if (WILDCARDS.contains(text)) {
            throw new IllegalArgumentException(
                    text + " is every interface, and others cannot be told it: give the address of one");
        }
        return host(text);
    }

    static int port(String text) {
        int port = -1;
        try {
            port = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // said below
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(text + " is no port: give 1 to " + MAX_PORT);
        }
        return port;
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text + " is no path: " + e.getReason(), e);
        }
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new IllegalArgumentException(text + " is neither true nor false");
        };
    }

    static List<HostPort> addresses(String text) {
        return parts(text).stream().map(Parsers::hostPort).toList();
    }

    static Map<String, HostPort> voters(String text) {
        Map<String, HostPort> voters = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(part + " is no voter: give NODE=HOST:PORT");
            }
            String node = name(part.substring(0, equals));
            if (voters.put(node, hostPort(part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(node + " is named twice");
            }
        }
        return voters;
    }

    private static HostPort hostPort(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(text + " is no address: give HOST:PORT, such as 127.0.0.1:5701");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(text + " is no address: give an IPv6 host in brackets, [::1]:5701");
        }
        return new HostPort(
                host(bracketed ? host.substring(1, host.length() - 1) : host), port(text.substring(colon + 1)));
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no host: give a name or an address");
        }
        return text;
    }

    private static List<String> parts(String text) {
        List<String> parts = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("names nothing: leave it out, or give one or more, with commas between");
        }
        return parts;
    }

    private static <T> T oneOf(String text, T[] values, Function<T, String> name, String what) {
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text + " is no " + what + ": "
                        + Nearest.hint(text, Arrays.stream(values).map(name).toList())));
    }
}
