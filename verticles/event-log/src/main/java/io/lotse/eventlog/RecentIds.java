package io.lotse.eventlog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;

/** The ids of a topic's last events: nothing but what its stored events say, so that it need not be kept itself. */
final class RecentIds {
    static final int MOST = 50_000;
    static final long WINDOW_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Map<Entry.Id, Long> offsets = new HashMap<>();
    private final Queue<Header> order = new ArrayDeque<>();

    /** Where an event was stored a short while ago. */
    OptionalLong find(Entry.Id id) {
        Long offset = offsets.get(id);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    void add(Header header) {
        order.add(header);
        offsets.put(header.id(), header.offset());
    }

    /** @param first the oldest event that is kept */
    void forget(long now, long first) {
        while (!order.isEmpty() && isOver(order.peek(), now, first)) {
            Header oldest = order.remove();
            offsets.remove(oldest.id(), oldest.offset());
        }
    }

    private boolean isOver(Header oldest, long now, long first) {
        return order.size() > MOST || oldest.at() < now - WINDOW_MILLIS || oldest.offset() < first;
    }
}
