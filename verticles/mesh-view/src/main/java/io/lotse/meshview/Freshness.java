package io.lotse.meshview;

import java.time.Duration;

/**
 * Whether the view is the newest there is.
 *
 * @param stale whether the ledger has not confirmed the view lately
 * @param revision the revision of the view
 * @param age how long ago the ledger confirmed it last
 */
public record Freshness(boolean stale, long revision, Duration age) {}
