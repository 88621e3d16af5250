package io.lotse.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;

import io.lotse.contracts.gateway.RouteMatch;

/** What a route wants of a request besides its path. */
final class RequestConditions {
    private static final String ANY = "*";

    private final List<String> hosts;
    private final List<String> domains;
    private final Set<HttpMethod> methods;
    private final List<Map.Entry<String, String>> headers;

    RequestConditions(RouteMatch match) {
        List<String> lower =
                match.hosts().stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
        hosts = lower.stream().filter(h -> !h.startsWith("*.")).toList();
        domains = lower.stream()
                .filter(h -> h.startsWith("*."))
                .map(h -> h.substring(1))
                .toList();
        methods = match.methods().stream().map(HttpMethod::valueOf).collect(Collectors.toUnmodifiableSet());
        headers = headers(match.headers());
    }

    static List<Map.Entry<String, String>> headers(Map<String, String> wanted) {
        return wanted.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    }

    boolean hold(InboundRequest request) {
        return (methods.isEmpty() || methods.contains(request.request().method()))
                && (hosts.isEmpty() && domains.isEmpty() || isAskedFor(request.host()))
                && hold(headers, request.request().headers());
    }

    /** Whether headers have all that is wanted. */
    static boolean hold(List<Map.Entry<String, String>> wanted, MultiMap headers) {
        for (int i = 0; i < wanted.size(); i++) {
            Map.Entry<String, String> header = wanted.get(i);
            boolean there = header.getValue().equals(ANY)
                    ? headers.contains(header.getKey())
                    : headers.contains(header.getKey(), header.getValue(), false);
            if (!there) {
                return false;
            }
        }
        return true;
    }

    private boolean isAskedFor(String authority) {
        if (authority == null) {
            return false;
        }
        int colon = authority.lastIndexOf(':');
        int length = colon < 0 || colon < authority.indexOf(']') ? authority.length() : colon;
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            if (host.length() == length && authority.regionMatches(true, 0, host, 0, length)) {
                return true;
            }
        }
        for (int i = 0; i < domains.size(); i++) {
            String domain = domains.get(i);
            int start = length - domain.length();
            if (start > 0 && authority.regionMatches(true, start, domain, 0, domain.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether all requests that fit the other conditions fit these. */
    boolean cover(RequestConditions other) {
        return (methods.isEmpty() || !other.methods.isEmpty() && methods.containsAll(other.methods))
                && coverHosts(other)
                && other.headers.containsAll(
                        headers.stream().filter(h -> !h.getValue().equals(ANY)).toList())
                && headers.stream().filter(h -> h.getValue().equals(ANY)).allMatch(h -> other.headers.stream()
                        .anyMatch(o -> o.getKey().equalsIgnoreCase(h.getKey())));
    }

    private boolean coverHosts(RequestConditions other) {
        if (hosts.isEmpty() && domains.isEmpty()) {
            return true;
        }
        boolean otherAny = other.hosts.isEmpty() && other.domains.isEmpty();
        return !otherAny
                && other.hosts.stream()
                        .allMatch(h -> hosts.contains(h) || domains.stream().anyMatch(h::endsWith))
                && other.domains.stream().allMatch(d -> domains.stream().anyMatch(d::endsWith));
    }

    /** Less than 0 if the hosts of these are more specific than the others': a name is more than a domain, that more than any. */
    int compareHosts(RequestConditions other) {
        return Integer.compare(hostRank(), other.hostRank());
    }

    /** Less than 0 if these want more of a request than the others. */
    int compareWanted(RequestConditions other) {
        return Integer.compare(other.wanted(), wanted());
    }

    private int hostRank() {
        return !domains.isEmpty() ? 1 : hosts.isEmpty() ? 2 : 0;
    }

    private int wanted() {
        return headers.size() * 2 + (methods.isEmpty() ? 0 : 1);
    }
}
