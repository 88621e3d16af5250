package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.CachePurge;

/** Whether a purge is about an answer. */
final class PurgeMatch implements BiPredicate<String, StoredAnswer> {
    private static final String ALL_BELOW = "/**";

    private final CachePurge purge;
    /** Null for any. */
    private final String host;
    /** Without what says that all below is meant; null for any. */
    private final String path;

    private final boolean allBelow;

    PurgeMatch(CachePurge purge) {
        this.purge = purge;
        this.host = purge.host() == null ? null : purge.host().toLowerCase(Locale.ROOT);
        this.allBelow = purge.path() != null && purge.path().endsWith(ALL_BELOW);
        this.path = allBelow ? purge.path().substring(0, purge.path().length() - ALL_BELOW.length()) : purge.path();
    }

    /** What is wrong with it; empty for nothing. */
    static List<FieldError> errors(CachePurge purge) {
        List<FieldError> errors = new ArrayList<>();
        if (purge.host() == null && purge.path() == null && purge.route() == null && purge.tag() == null) {
            errors.add(new FieldError(
                    "path",
                    "is missing, as are host, route and tag: give one of them at least, path /** for everything"));
        }
        if (purge.path() != null && !purge.path().startsWith("/")) {
            errors.add(new FieldError("path", "is " + purge.path() + ": give it from its first slash on"));
        }
        if (purge.path() != null && purge.path().indexOf('?') >= 0) {
            errors.add(new FieldError("path", "has a query: a path is given up with every query"));
        }
        if (purge.host() != null && purge.host().indexOf('/') >= 0) {
            errors.add(new FieldError("host", "is " + purge.host() + ": give HOST or HOST:PORT"));
        }
        return errors;
    }

    @Override
    public boolean test(String uri, StoredAnswer answer) {
        return (purge.route() == null || purge.route().equals(answer.route()))
                && (purge.tag() == null || answer.tags().contains(purge.tag()))
                && (host == null || host.equals(hostOf(uri)))
                && (path == null || isBelow(pathOf(uri)));
    }

    private boolean isBelow(String asked) {
        return asked.equals(path) || allBelow && asked.startsWith(path) && asked.charAt(path.length()) == '/';
    }

    private static int endOfHost(String uri) {
        return uri.indexOf('/', uri.indexOf("://") + 3);
    }

    private static String hostOf(String uri) {
        return uri.substring(uri.indexOf("://") + 3, endOfHost(uri));
    }

    private static String pathOf(String uri) {
        int query = uri.indexOf('?');
        return uri.substring(endOfHost(uri), query < 0 ? uri.length() : query);
    }
}
