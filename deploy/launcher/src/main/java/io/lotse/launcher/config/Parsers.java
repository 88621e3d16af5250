package io.lotse.launcher.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.docker.DockerConfig;
import io.lotse.eventlog.EventLogConfig;
import io.lotse.gateway.GatewayConfig;
import io.lotse.supervisor.ServicesConfig;

/** Text to values. What is none throws {@link IllegalArgumentException} that says what would be right. */
final class Parsers {
    /** Stands for the standard output where a file could. */
    static final Path STDOUT = Path.of("-");

    private static final long SMALLEST_LOG = 1L << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:._%-]{1,253}");
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,7}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(KB|MB|GB)");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "*");
    private static final int MAX_PORT = 65_535;

    private Parsers() {}

    static List<String> words(String text) {
        return parts(text);
    }

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

    /** Files of services without a mistake, absolute. */
    static List<Path> servicesFiles(String text) {
        return words(text).stream()
                .map(word -> {
                    Path file = path(word).toAbsolutePath().normalize();
                    try {
                        ServicesConfig.read(file);
                        return file;
                    } catch (ServicesConfig.Mistakes e) {
                        throw new IllegalArgumentException(String.join("; ", e.lines()), e);
                    }
                })
                .toList();
    }

    /** A folder that is there, absolute. */
    static Path folder(String text) {
        Path folder = path(text).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is no folder: make it");
        }
        return folder;
    }

    /** A file that can be written, or {@link #STDOUT}. */
    static Path logFile(String text) {
        if (text.equals(STDOUT.toString())) {
            return STDOUT;
        }
        Path file = path(text).toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(folder + " is no folder that can be written to: make it");
        }
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
            throw new IllegalArgumentException(file + " is no file that can be written");
        }
        return file;
    }

    static boolean isCombined(String text) {
        return switch (text) {
            case "combined" -> true;
            case "json" -> false;
            default -> throw new IllegalArgumentException(text + " is no format: give json or combined");
        };
    }

    static double share(String text) {
        double share = -1;
        try {
            share = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // said below
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(text + " is no share: give 0 to 1, such as 0.01");
        }
        return share;
    }

    /** The address of a server for HTTP. */
    static URI httpUri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(text + " is no address of a server for HTTP: give http://HOST:PORT");
    }

    /** An InfluxDB and where in it. */
    static URI influx(String text) {
        URI uri = httpUri(text);
        String query = uri.getQuery() == null ? "" : "&" + uri.getQuery();
        if (query.contains("&db=") || query.contains("&org=") && query.contains("&bucket=")) {
            return uri;
        }
        throw new IllegalArgumentException(text + " does not say where in InfluxDB: end it with"
                + " ?org=ORG&bucket=BUCKET, or with ?db=DB for version 1");
    }

    static long logSize(String text) {
        long size = size(text);
        if (size < SMALLEST_LOG) {
            throw new IllegalArgumentException(text + " is too little for a log: give 1MB or more");
        }
        return size;
    }

    /** More than none. */
    static Duration someTime(String text) {
        Duration time = time(text);
        if (time.isZero()) {
            throw new IllegalArgumentException(text + " is no time at all: give 1s or more");
        }
        return time;
    }

    static Duration time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException(text + " is no time: give one such as 90s, 30m, 24h or 7d");
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    /** A number of seconds, for which a host's instances are found dead: one look at least, a day at most. */
    static Duration seconds(String text) {
        if (!SECONDS.matcher(text).matches() || Integer.parseInt(text) < 3 || Integer.parseInt(text) > 86_400) {
            throw new IllegalArgumentException(text + " is no number of seconds from 3 to 86400");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** In bytes. */
    static long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException(text + " is no size: give one such as 512KB, 16MB or 2GB");
        }
        long count = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "GB" -> count << 30;
            case "MB" -> count << 20;
            default -> count << 10;
        };
    }

    /** What a request's head may weigh, in bytes. */
    static int headSize(String text) {
        long bytes = size(text);
        if (bytes < 1 << 10 || bytes > 1 << 20) {
            throw new IllegalArgumentException(text + " is out of bounds: give 1KB to 1MB");
        }
        return (int) bytes;
    }

    /** A time of 1 s to 1 h. */
    static Duration secondsToAnHour(String text) {
        Duration time = time(text);
        if (time.isZero() || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(text + " is out of bounds: give 1s to 1h");
        }
        return time;
    }

    /** A number of connections; 0 for any number. */
    static int connections(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no number of connections: give 0 to 9999999");
        }
        return Integer.parseInt(text);
    }

    /** Which containers are registered; empty for none. */
    static Optional<DockerConfig.Which> containers(String text) {
        return switch (text) {
            case "all" -> Optional.of(DockerConfig.Which.ALL);
            case "labelled" -> Optional.of(DockerConfig.Which.LABELLED);
            case "off" -> Optional.empty();
            default ->
                throw new IllegalArgumentException(text + " is no choice of containers: give all, labelled or off");
        };
    }

    static DockerConfig.Reached containerAddresses(String text) {
        return switch (text) {
            case "host" -> DockerConfig.Reached.AT_HOST;
            case "container" -> DockerConfig.Reached.AT_CONTAINER;
            default ->
                throw new IllegalArgumentException(text + " is no place to reach containers: give host or container");
        };
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

    /** Patterns of topics, each with the time for which its events are kept. */
    static List<TopicDeclaration> durableTopics(String text) {
        List<TopicDeclaration> topics = new ArrayList<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            Duration kept = equals < 0 ? null : someTime(part.substring(equals + 1));
            String pattern = equals < 0 ? part : part.substring(0, equals);
            topics.add(new TopicDeclaration(pattern, DeliveryClass.DURABLE, kept, null, null));
        }
        EventLogConfig.requireTopics(topics);
        return topics;
    }

    static List<String> networks(String text) {
        List<String> networks = parts(text);
        GatewayConfig.requireNetworks(networks);
        return networks;
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
