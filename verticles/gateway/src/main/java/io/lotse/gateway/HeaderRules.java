package io.lotse.gateway;

import java.util.Map;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * What becomes of headers on their way: fields of one hop end here (RFC 9110, 7.6.1), and the way is written down
 * ({@code Via}; {@code Forwarded} by RFC 7239; {@code X-Forwarded-*}). {@code Host} stays as the client sent it, for
 * services build links from it.
 */
final class HeaderRules {
    /** Says to a gateway that another gateway sent this request on: it must not send it on to a third. */
    static final CharSequence HOP = HttpHeaders.createOptimized("Lotse-Hop");

    private static final CharSequence VIA_VALUE = HttpHeaders.createOptimized("1.1 lotse");
    private static final CharSequence VIA_VALUE_OF_1_0 = HttpHeaders.createOptimized("1.0 lotse");
    private static final CharSequence VIA = HttpHeaders.createOptimized("Via");
    private static final CharSequence TE = HttpHeaders.createOptimized("TE");
    private static final CharSequence TRAILERS = HttpHeaders.createOptimized("trailers");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence FORWARDED_PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    private static final CharSequence FORWARDED_PREFIX = HttpHeaders.createOptimized("X-Forwarded-Prefix");

    private HeaderRules() {}

    /**
     * Copies a request's headers for the next hop.
     *
     * @param host the authority that the client asked for; null if it named none
     * @param prefix what was cut off the path; empty for nothing
     */
    static void request(HttpServerRequest from, MultiMap to, String host, String prefix) {
        String nominated = null;
        String forwardedFor = null;
        String forwarded = null;
        boolean trailers = false;
        for (Map.Entry<String, String> header : from.headers()) {
            String name = header.getKey();
            switch (ruleFor(name)) {
                case COPY -> to.add(name, header.getValue());
                case CONNECTION -> nominated = joined(nominated, header.getValue());
                case FORWARDED_FOR -> forwardedFor = joined(forwardedFor, header.getValue());
                case FORWARDED -> forwarded = joined(forwarded, header.getValue());
                case TE -> trailers |= names(header.getValue(), "trailers");
                case DROP, SET_ANEW -> {}
                default -> throw new IllegalStateException(name);
            }
        }
        removeNominated(nominated, to);
        if (trailers) {
            to.set(TE, TRAILERS).set(HttpHeaders.CONNECTION, TE);
        }
        String client = address(from);
        if (host != null) {
            to.set(HttpHeaders.HOST, host).set(FORWARDED_HOST, host).set(FORWARDED_PORT, port(host));
        }
        to.set(FORWARDED_FOR, joined(forwardedFor, client));
        to.set(FORWARDED_PROTO, "http");
        to.set(FORWARDED, joined(forwarded, forwarded(client, host)));
        if (!prefix.isEmpty()) {
            to.set(FORWARDED_PREFIX, prefix);
        }
        to.add(VIA, from.version() == io.vertx.core.http.HttpVersion.HTTP_1_0 ? VIA_VALUE_OF_1_0 : VIA_VALUE);
    }

    /** Copies an answer's headers for the client. */
    static void response(MultiMap from, MultiMap to) {
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
        to.add(VIA, VIA_VALUE);
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
        FORWARDED,
        FORWARDED_FOR,
        /** What a client says of itself here is not believed. */
        SET_ANEW
    }

    private static Rule ruleFor(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te") ? Rule.TE : Rule.COPY;
            case 7 -> dropIf(name, "upgrade");
            case 9 -> name.equalsIgnoreCase("forwarded") ? Rule.FORWARDED : dropIf(name, "lotse-hop");
            case 10 -> name.equalsIgnoreCase("connection") ? Rule.CONNECTION : dropIf(name, "keep-alive");
            case 14 -> dropIf(name, "http2-settings");
            case 15 -> name.equalsIgnoreCase("x-forwarded-for") ? Rule.FORWARDED_FOR : Rule.COPY;
            case 16, 17, 18, 19 -> ruleForLong(name);
            default -> Rule.COPY;
        };
    }

    private static Rule dropIf(String name, String dropped) {
        return name.equalsIgnoreCase(dropped) ? Rule.DROP : Rule.COPY;
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

    private static String forwarded(String client, String host) {
        String node = client.indexOf(':') < 0 ? "for=" + client : "for=\"[" + client + "]\"";
        return host == null ? node + ";proto=http" : node + ";host=\"" + host + "\";proto=http";
    }

    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.indexOf(']') || colon == host.length() - 1 ? "80" : host.substring(colon + 1);
    }
}
