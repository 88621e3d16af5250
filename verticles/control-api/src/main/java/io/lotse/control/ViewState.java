package io.lotse.control;

import java.time.Duration;

import io.lotse.meshview.Freshness;
import io.lotse.meshview.MeshView;

/**
 * How fresh the view is, as it is shown.
 *
 * @param revision the ledger's revision that it is of
 * @param stale whether the ledger has not confirmed it lately
 * @param age how long ago the ledger confirmed it; null if it never did
 */
record ViewState(long revision, boolean stale, Duration age) {
    /** A view that was never confirmed counts from 1970. */
    private static final Duration NEVER = Duration.ofDays(10_000);

    static ViewState of(MeshView view) {
        Freshness freshness = view.freshness();
        boolean never = freshness.age().compareTo(NEVER) > 0;
        return new ViewState(freshness.revision(), freshness.stale(), never ? null : freshness.age());
    }

    /** Whether the ledger was ever read. */
    boolean fed() {
        return revision > 0 || age != null;
    }
}
