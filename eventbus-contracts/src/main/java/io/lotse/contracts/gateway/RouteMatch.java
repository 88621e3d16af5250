package io.lotse.contracts.gateway;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** Which requests a route takes: those that all of its parts fit. */
@Doc("Which requests a route takes: those that all of its parts fit.")
public record RouteMatch(
        @Doc("One of these names in Host, such as shop.example, or *.shop.example for all names below it; absent for"
                        + " any host")
                List<String> hosts,
        @Doc("The path: /a/b for this one alone, /a/{id}/b with any one segment in a place, /a/** for /a and all below"
                        + " it; absent for any path")
                String path,
        @Doc("One of these methods, such as GET; absent for any method") List<String> methods,
        @Doc("The headers that must be there, with these values, * for any value; absent for none")
                Map<String, String> headers) {
    /** Every request. */
    public static final RouteMatch ALL = new RouteMatch(null, null, null, null);

    public RouteMatch {
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        methods = methods == null ? List.of() : List.copyOf(methods);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
}
