package io.lotse.gateway;

import java.util.List;
import java.util.Map;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.gateway.HeaderEdits;

/** What a route does to headers, compiled. */
final class Edits {
    private final CharSequence[] removed;
    private final CharSequence[][] set;
    private final CharSequence[][] added;

    private Edits(HeaderEdits edits) {
        removed = edits.remove().stream().map(HttpHeaders::createOptimized).toArray(CharSequence[]::new);
        set = pairs(edits.set());
        added = pairs(edits.add());
    }

    /** Null for none, so that a route without any pays nothing. */
    static Edits of(HeaderEdits edits) {
        return edits == null ? null : new Edits(edits);
    }

    void apply(MultiMap headers) {
        for (CharSequence name : removed) {
            headers.remove(name);
        }
        for (CharSequence[] header : set) {
            headers.set(header[0], header[1]);
        }
        for (CharSequence[] header : added) {
            headers.add(header[0], header[1]);
        }
    }

    private static CharSequence[][] pairs(Map<String, String> headers) {
        List<CharSequence[]> pairs = headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(h -> new CharSequence[] {
                    HttpHeaders.createOptimized(h.getKey()), HttpHeaders.createOptimized(h.getValue())
                })
                .toList();
        return pairs.toArray(CharSequence[][]::new);
    }
}
