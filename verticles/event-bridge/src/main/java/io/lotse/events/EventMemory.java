package io.lotse.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.buffer.Buffer;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.contracts.events.RecentEvents;
import io.lotse.contracts.events.RecentEventsQuery;
import io.lotse.contracts.events.TopicState;
import io.lotse.contracts.events.Topics;

/** What this node heard lately, within bounds. For one event loop only. */
final class EventMemory {
    private final EventBridgeConfig config;
    private final Clock clock;
    /** The topic that was silent the longest comes first. */
    private final Map<String, TopicMemory> topics = new LinkedHashMap<>(16, 0.75f, true);
    /** Of all topics, the oldest first. */
    private final Set<Remembered> all = new LinkedHashSet<>();

    private long bytes;

    EventMemory(EventBridgeConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** An event as bytes, whose number is known; each is itself only. */
    static final class Remembered {
        private final TopicMemory topic;
        private final String position;
        private final Buffer json;

        Remembered(TopicMemory topic, String position, Buffer json) {
            this.topic = topic;
            this.position = position;
            this.json = json;
        }

        String position() {
            return position;
        }
    }

    void remember(PublishedEvent event) {
        TopicMemory topic = topics.computeIfAbsent(event.topic(), TopicMemory::new);
        topic.count(clock.instant());
        Remembered one = new Remembered(topic, event.position(), ContractCodec.toBuffer(event));
        topic.recent().add(one);
        all.add(one);
        bytes += one.json.length();
        if (topic.recent().size() > config.recentEvents()) {
            forget(topic.recent().peek());
        }
        if (topics.size() > config.topics()) {
            forgetSilentTopic();
        }
        while (bytes > config.recentBytes()) {
            forget(all.iterator().next());
        }
    }

    /** The topic's oldest event. */
    private void forget(Remembered oldest) {
        oldest.topic.recent().remove();
        all.remove(oldest);
        bytes -= oldest.json.length();
    }

    private void forgetSilentTopic() {
        Iterator<TopicMemory> eldest = topics.values().iterator();
        TopicMemory silent = eldest.next();
        eldest.remove();
        while (!silent.recent().isEmpty()) {
            forget(silent.recent().peek());
        }
    }

    RecentEvents recent(RecentEventsQuery query) {
        TopicMemory topic = topics.get(query.topic());
        if (topic == null) {
            return new RecentEvents(List.of(), query.after() != null);
        }
        List<Remembered> behind = new ArrayList<>(topic.recent());
        boolean known = query.after() == null;
        for (int i = 0; i < behind.size() && !known; i++) {
            if (behind.get(i).position().equals(query.after())) {
                known = true;
                behind.subList(0, i + 1).clear();
            }
        }
        int limit = query.limit() == null ? behind.size() : query.limit();
        List<PublishedEvent> events = behind.stream()
                .skip(Math.max(0, behind.size() - limit))
                .map(one -> ContractCodec.decode(one.json.toJsonObject(), PublishedEvent.class))
                .toList();
        return new RecentEvents(events, !known);
    }

    Topics topics() {
        List<TopicState> states = topics.values().stream()
                .map(topic -> topic.state(clock.instant()))
                .sorted(Comparator.comparing(TopicState::topic))
                .toList();
        return new Topics(states);
    }
}
