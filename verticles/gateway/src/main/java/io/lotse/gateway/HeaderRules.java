package io.lotse.gateway;

import java.util.Map;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What becomes of headers on their way: fields of one hop end here (RFC 9110, 7.6.1), and the way is written down
 * ({@code Via}; {@code Forwarded} by RFC 7239; {@code X-Forwarded-*}). {@code Host} stays as the client sent it, for
 * services build links from it.
 */
final class HeaderRules {
    /** Says to a gateway that another gateway sent this request on: it must not send it on to a third. */
    static final CharSequence HOP = HttpHeaders.createOptimized("Lotse-Hop");

    /** Names the environment that a service is looked for in; without it that is the gateway's own. */
    static final CharSequence ENVIRONMENT = HttpHeaders.createOptimized("Lotse-Environment");

    private static final CharSequence VIA_VALUE = HttpHeaders.createOptimized("1.1 lotse");
    private static final CharSequence VIA_VALUE_OF_1_0 = HttpHeaders.createOptimized("1.0 lotse");
    private static final CharSequence VIA_VALUE_OF_2 = HttpHeaders.createOptimized("2.0 lotse");
    private static final CharSequence VIA = HttpHeaders.createOptimized("Via");
    private static final CharSequence TE = HttpHeaders.createOptimized("TE");
    private static final CharSequence TRAILERS = HttpHeaders.createOptimized("trailers");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence FORWARDED_PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    private static final CharSequence FORWARDED_PREFIX = HttpHeaders.createOptimized("X-Forwarded-Prefix");

    private static final CharSequence HTTP = HttpHeaders.createOptimized("http");
    private static final CharSequence HTTPS = HttpHeaders.createOptimized("https");

    private HeaderRules() {}

    /**
     * Copies a request's headers for the next hop.
     *
     * @param host the authority that the client asked for; null if it named none
     * @param prefix what was cut off the path; empty for nothing
     * @param fromGateway whether a gateway sent it, which has found out whose it is
     */
    static void request(HttpServerRequest from, MultiMap to, String host, String prefix, boolean fromGateway) {
        String nominated = null;
        String forwardedFor = null;
        String forwarded = null;
        String cookies = null;
        boolean trailers = false;
        for (Map.Entry<String, String> header : from.headers()) {
            String name = header.getKey();
            switch (ruleFor(name)) {
                case COPY -> to.add(name, header.getValue());
                case CONNECTION -> nominated = joined(nominated, header.getValue());
                case FORWARDED_FOR -> forwardedFor = joined(forwardedFor, header.getValue());
                case FORWARDED -> forwarded = joined(forwarded, header.getValue());
                case TE -> trailers |= names(header.getValue(), "trailers");
                case COOKIE -> {
                    // HTTP/2 may bring one in parts (RFC 9113, 8.2.3)
                    if (from.version() == HttpVersion.HTTP_2) {
                        cookies = cookies == null ? header.getValue() : cookies + "; " + header.getValue();
                    } else {
                        to.add(name, header.getValue());
                    }
                }
                case IDENTITY -> {
                    if (fromGateway) {
                        to.add(name, header.getValue());
                    }
                }
                case DROP, SET_ANEW -> {}
                default -> throw new IllegalStateException(name);
            }
        }
        if (cookies != null) {
            to.add(HttpHeaders.COOKIE, cookies);
        }
        removeNominated(nominated, to);
        if (trailers) {
            to.set(TE, TRAILERS).set(HttpHeaders.CONNECTION, TE);
        }
        writeDownTheWay(from, to, host, prefix, forwardedFor, forwarded);
    }

    /**
     * @param forwardedFor what {@code X-Forwarded-For} said already; null for nothing
     * @param forwarded the same of {@code Forwarded}
     */
    private static void writeDownTheWay(
            HttpServerRequest from, MultiMap to, String host, String prefix, String forwardedFor, String forwarded) {
        String client = address(from);
        boolean secure = from.isSSL();
        // none of these was copied: adding spares the search for what would be replaced
        if (host != null) {
            to.add(HttpHeaders.HOST, host).add(FORWARDED_HOST, host).add(FORWARDED_PORT, port(host, secure));
        }
        to.add(FORWARDED_FOR, joined(forwardedFor, client));
        to.add(FORWARDED_PROTO, secure ? HTTPS : HTTP);
        to.add(FORWARDED, joined(forwarded, forwarded(client, host, secure)));
        if (!prefix.isEmpty()) {
            to.add(FORWARDED_PREFIX, prefix);
        }
        to.add(VIA, via(from.version()));
    }

    /** What {@code Via} says of a message that came in this version. */
    private static CharSequence via(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> VIA_VALUE_OF_1_0;
            case HTTP_1_1 -> VIA_VALUE;
            case HTTP_2 -> VIA_VALUE_OF_2;
        };
    }

    /**
     * Copies an answer's headers for the client.
     *
     * @param version what the answer came in
     */
    static void response(MultiMap from, HttpVersion version, MultiMap to) {
        String nominated = null;
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey();
            switch (ruleFor(name)) {
                case CONNECTION -> nominated = joined(nominated, header.getValue());
                case DROP, TE -> {}
                default -> to.add(name, header.getValue());
            }
        }
        removeNominated(nominated, to);
        to.add(VIA, via(version));
    }

    /** Whether a list field's value has this member, in any case. */
    static boolean names(String list, String member) {
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            int parameter = list.indexOf(';', start);
            int stop = parameter < 0 || parameter > end ? end : parameter;
            if (list.substring(start, stop).trim().equalsIgnoreCase(member)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private enum Rule {
        COPY,
        DROP,
        CONNECTION,
        TE,
        /** What a gateway says of who sends the request, and nobody else may. */
        COOKIE,
        IDENTITY,
        FORWARDED,
        FORWARDED_FOR,
        /** What a client says of itself here is not believed. */
        SET_ANEW
    }

    private static Rule ruleFor(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te") ? Rule.TE : Rule.COPY;
            case 4 -> name.equalsIgnoreCase("host") ? Rule.SET_ANEW : Rule.COPY;
            case 6 -> name.equalsIgnoreCase("cookie") ? Rule.COOKIE : Rule.COPY;
            case 7 -> dropIf(name, "upgrade");
            case 9 -> name.equalsIgnoreCase("forwarded") ? Rule.FORWARDED : dropIf(name, "lotse-hop", "x-real-ip");
            case 10 -> name.equalsIgnoreCase("connection") ? Rule.CONNECTION : ruleForTen(name);
            case 11, 12 -> Identity.isField(name) ? Rule.IDENTITY : Rule.COPY;
            case 14 -> dropIf(name, "http2-settings");
            case 15 -> name.equalsIgnoreCase("x-forwarded-for") ? Rule.FORWARDED_FOR : Rule.COPY;
            case 16, 17, 18, 19 -> ruleForLong(name);
            default -> Rule.COPY;
        };
    }

    private static Rule ruleForTen(String name) {
        return Identity.isField(name) ? Rule.IDENTITY : dropIf(name, "keep-alive");
    }

    private static Rule dropIf(String name, String dropped) {
        return name.equalsIgnoreCase(dropped) ? Rule.DROP : Rule.COPY;
    }

    private static Rule dropIf(String name, String dropped, String alsoDropped) {
        return name.equalsIgnoreCase(dropped) ? Rule.DROP : dropIf(name, alsoDropped);
    }

    private static Rule ruleForLong(String name) {
        if (name.equalsIgnoreCase("proxy-connection")
                || name.equalsIgnoreCase("transfer-encoding")
                || name.equalsIgnoreCase("proxy-authenticate")
                || name.equalsIgnoreCase("proxy-authorization")) {
            return Rule.DROP;
        }
        return name.equalsIgnoreCase("x-forwarded-host")
                        || name.equalsIgnoreCase("x-forwarded-port")
                        || name.equalsIgnoreCase("x-forwarded-proto")
                        || name.equalsIgnoreCase("x-forwarded-prefix")
                ? Rule.SET_ANEW
                : Rule.COPY;
    }

    /** Removes what {@code Connection} names; fields that frame or address the message may not be named there. */
    private static void removeNominated(String nominated, MultiMap to) {
        if (nominated == null || nominated.equalsIgnoreCase("keep-alive") || nominated.equalsIgnoreCase("close")) {
            return;
        }
        int start = 0;
        while (start <= nominated.length()) {
            int comma = nominated.indexOf(',', start);
            int end = comma < 0 ? nominated.length() : comma;
            String name = nominated.substring(start, end).trim();
            if (!name.isEmpty() && !name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                to.remove(name);
            }
            start = end + 1;
        }
    }

    private static String joined(String list, String value) {
        return list == null ? value : list + ", " + value;
    }

    private static String address(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static String forwarded(String client, String host, boolean secure) {
        String node = client.indexOf(':') < 0 ? "for=" + client : "for=\"[" + client + "]\"";
        String proto = secure ? ";proto=https" : ";proto=http";
        return host == null ? node + proto : node + ";host=\"" + host + "\"" + proto;
    }

    private static String port(String host, boolean secure) {
        int colon = host.lastIndexOf(':');
        boolean none = colon < 0 || colon < host.indexOf(']') || colon == host.length() - 1;
        return none ? secure ? "443" : "80" : host.substring(colon + 1);
    }
}
