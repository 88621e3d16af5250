package io.lotse.alerts;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeState;

/** Counts what became of notices at this node, by channel. */
final class NoticeCounts {
    private static final String CHANNEL = "channel";

    private final MeterRegistry registry;
    private final MultiGauge owed;

    /** @param registry null where nobody wants figures */
    NoticeCounts(MeterRegistry registry) {
        this.registry = registry;
        this.owed = registry == null
                ? null
                : MultiGauge.builder("lotse.alerts.notices.owed")
                        .description("Notices that wait for a channel, at the node that delivers for all")
                        .register(registry);
    }

    /** A channel did not take a notice, and is tried again. */
    void failed(String channel) {
        count("lotse.alerts.notices.failed", "Tries of a channel that failed", channel);
    }

    void done(Notice notice) {
        if (notice.state() == NoticeState.DELIVERED) {
            count("lotse.alerts.notices.delivered", "Notices that a channel took", notice.channel());
        } else {
            count("lotse.alerts.notices.given.up", "Notices that were given up", notice.channel());
        }
    }

    /** How many wait now, by channel. */
    void owed(Map<String, Integer> byChannel) {
        if (owed != null) {
            List<MultiGauge.Row<?>> rows = byChannel.entrySet().stream()
                    .map(e -> MultiGauge.Row.of(Tags.of(CHANNEL, e.getKey()), e.getValue()))
                    .collect(Collectors.toList());
            owed.register(rows, true);
        }
    }

    private void count(String name, String description, String channel) {
        if (registry != null) {
            Counter.builder(name)
                    .description(description)
                    .tag(CHANNEL, channel)
                    .register(registry)
                    .increment();
        }
    }
}
