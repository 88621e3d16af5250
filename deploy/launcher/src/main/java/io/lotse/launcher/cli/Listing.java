package io.lotse.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All pages of a list.
 *
 * @param items in the order of the pages
 */
record Listing<T>(List<T> items) {

    /**
     * Fetches them all.
     *
     * @param fetch gets the page that begins at a cursor; null for the first
     */
    static <T, P> Listing<T> of(Function<String, P> fetch, Function<P, List<T>> items, Function<P, String> next) {
        List<T> all = new ArrayList<>();
        String cursor = null;
        do {
            P page = fetch.apply(cursor);
            all.addAll(items.apply(page));
            cursor = next.apply(page);
        } while (cursor != null);
        return new Listing<>(all);
    }
}
