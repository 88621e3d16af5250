package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** Asks for the last events of a topic. */
@Doc("Asks for the last events of a topic.")
public record RecentEventsQuery(
        @Doc("The topic") String topic,
        @Doc("The position behind which to begin; absent for all that are still known") String after,
        @Doc(value = "So many of them at most, the newest; absent for all", min = 0) Integer limit) {}
