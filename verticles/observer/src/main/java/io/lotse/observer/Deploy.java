package io.lotse.observer;

import java.time.Instant;

/**
 * Another version than before began to run.
 *
 * @param versionBefore null if not told
 * @param versionAfter null if not told
 */
record Deploy(Instant at, String versionBefore, String versionAfter) {}
