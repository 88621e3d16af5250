package io.lotse.eventlog;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.StoredTopic;

/**
 * All topics and groups of the embedded log: what a command does to them. The events are in files, here is where. Knows no
 * clock; every voter comes to the same.
 */
final class EventState implements Closeable {
    /** Of a fetch; one event is handed out however large it is. */
    static final long MOST_BYTES = 1 << 20;

    private final TopicFiles files;
    private final Map<String, TopicLog> topics = new TreeMap<>();
    private final Map<String, Map<String, Group>> groups = new TreeMap<>();

    EventState(TopicFiles files) {
        this.files = files;
    }

    /**
     * Does what a command says.
     *
     * @param bodies whether a fetch is to answer with the events themselves
     * @throws ContractException if it cannot be done; then nothing was changed
     */
    synchronized Answer apply(Command command, boolean bodies) throws IOException {
        if (command instanceof Command.Append c) {
            return Answer.offsets(topicOf(c).append(c.entries(), c.at(), c.limits()));
        } else if (command instanceof Command.Retain c) {
            topicOf(c).retain(c.at(), c.limits());
            return Answer.NOTHING;
        } else if (command instanceof Command.PutGroup c) {
            return put(c);
        } else if (command instanceof Command.RemoveGroup c) {
            group(c, c.group());
            groups.get(c.topic()).remove(c.group());
            return Answer.NOTHING;
        } else if (command instanceof Command.Seek c) {
            group(c, c.group()).seek(place(topicOf(c), c.from(), c.since()));
            return Answer.of(state(c.topic(), c.group()));
        } else if (command instanceof Command.Fetch c) {
            return fetch(c, bodies);
        }
        return settle(command);
    }

    private Answer settle(Command command) throws IOException {
        if (command instanceof Command.Ack c) {
            Group group = group(c, c.group());
            return Settling.each(c.offsets(), group::ack);
        } else if (command instanceof Command.Nack c) {
            Group group = group(c, c.group());
            long now = topicOf(c).time(c.at());
            List<Group.Dead> died = new ArrayList<>();
            Limits limits = c.limits().of(c.topic());
            Answer answer = Settling.each(
                    c.offsets(), o -> group.nack(o, now, c.delayMillis(), c.reason(), limits.deliveries(), died));
            bury(c.topic(), c.group(), died, now, limits);
            return answer;
        }
        Command.Extend c = (Command.Extend) command;
        Group group = group(c, c.group());
        long now = topicOf(c).time(c.at());
        return Settling.each(c.offsets(), o -> group.extend(o, now, c.visibilityMillis()));
    }

    private TopicLog topicOf(Command command) {
        return topics.computeIfAbsent(command.topic(), name -> new TopicLog(name, files));
    }

    private Group group(Command command, String name) {
        Group group = groups.getOrDefault(command.topic(), Map.of()).get(name);
        if (group == null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_GROUP,
                    "topic " + command.topic() + " has no group " + name + ": make it first");
        }
        return group;
    }

    private Answer put(Command.PutGroup c) throws IOException {
        Map<String, Group> ofTopic = groups.computeIfAbsent(c.topic(), t -> new TreeMap<>());
        Group known = ofTopic.get(c.group());
        if (known == null) {
            long next = place(topicOf(c), c.from(), c.since());
            ofTopic.put(c.group(), new Group(next, c.visibilityMillis(), c.backoffMillis()));
        } else {
            known.times(c.visibilityMillis(), c.backoffMillis());
        }
        return Answer.of(state(c.topic(), c.group()));
    }

    private static long place(TopicLog topic, Long from, Long since) throws IOException {
        if (from != null) {
            return Math.max(topic.first(), Math.min(from, topic.end()));
        }
        return since == null ? topic.first() : topic.since(since);
    }

    private Answer fetch(Command.Fetch c, boolean bodies) throws IOException {
        TopicLog topic = topicOf(c);
        Group group = group(c, c.group());
        group.trim(topic.first());
        long now = topic.time(c.at());
        Limits limits = c.limits().of(c.topic());
        Group.Wish wish = new Group.Wish(now, c.max(), MOST_BYTES, c.visibilityMillis(), limits.deliveries());
        Group.Outcome outcome;
        try (TopicReader coming = topic.read(group.next())) {
            outcome = group.fetch(wish, coming);
        }
        bury(c.topic(), c.group(), outcome.dead(), now, limits);
        return Answer.handed(bodies ? handed(topic, outcome.given()) : List.of());
    }

    private static List<Answer.Handed> handed(TopicLog topic, List<Group.Given> given) throws IOException {
        List<Answer.Handed> handed = new ArrayList<>(given.size());
        try (TopicReader reader = topic.read(0)) {
            for (Group.Given one : given.stream()
                    .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                    .toList()) {
                reader.skipTo(one.offset());
                Header header = reader.next();
                handed.add(new Answer.Handed(one.offset(), one.attempt(), one.until(), header.at(), reader.body()));
            }
        }
        return handed;
    }

    /** Stores what a group gave up on the topic of its dead letters. */
    private void bury(String topic, String group, List<Group.Dead> died, long now, Limits limits) throws IOException {
        if (died.isEmpty()) {
            return;
        }
        List<Entry> letters = new ArrayList<>(died.size());
        try (TopicReader reader = topics.get(topic).read(0)) {
            for (Group.Dead dead : died) {
                reader.skipTo(dead.offset());
                reader.next();
                letters.add(DeadLetterEvent.of(topic, group, dead, reader.body(), now));
            }
        }
        topics.computeIfAbsent(EventsContract.DEAD_LETTERS_PREFIX + topic, name -> new TopicLog(name, files))
                .append(letters, now, limits);
    }

    /** Where it was stored or is to be read; empty for a topic that never had an event. */
    synchronized Optional<TopicLog> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    synchronized List<StoredTopic> topics() {
        return topics.values().stream()
                .map(t -> new StoredTopic(t.name(), t.first(), t.end(), t.bytes()))
                .toList();
    }

    /** @param topic null for all */
    synchronized List<GroupState> groups(String topic) {
        List<GroupState> states = new ArrayList<>();
        groups.forEach((name, ofTopic) -> {
            if (topic == null || topic.equals(name)) {
                ofTopic.keySet().forEach(group -> states.add(state(name, group)));
            }
        });
        return states;
    }

    private GroupState state(String topic, String group) {
        TopicLog log = topics.get(topic);
        return groups.get(topic).get(group).state(topic, group, log == null ? 0 : log.end());
    }

    /** Whether a fetch would lead to something; also where there is no such group, which the fetch then tells. */
    synchronized boolean isReady(String topic, String group, long now) {
        Group known = groups.getOrDefault(topic, Map.of()).get(group);
        TopicLog log = topics.get(topic);
        return known == null || known.isReady(log == null ? now : log.time(now), log == null ? 0 : log.end());
    }

    /** Puts all that was written on the disk. */
    synchronized void sync() throws IOException {
        for (TopicLog topic : topics.values()) {
            topic.sync();
        }
    }

    synchronized List<Path> paths() {
        return topics.values().stream().flatMap(TopicLog::paths).toList();
    }

    synchronized void write(DataOutput out) throws IOException {
        out.writeInt(topics.size());
        for (TopicLog topic : topics.values()) {
            topic.write(out);
        }
        out.writeInt(groups.size());
        for (Map.Entry<String, Map<String, Group>> ofTopic : groups.entrySet()) {
            out.writeUTF(ofTopic.getKey());
            out.writeInt(ofTopic.getValue().size());
            for (Map.Entry<String, Group> group : ofTopic.getValue().entrySet()) {
                out.writeUTF(group.getKey());
                group.getValue().write(out);
            }
        }
    }

    /** Replaces all by what was written; null for nothing. */
    synchronized void read(DataInput in) throws IOException {
        close();
        topics.clear();
        groups.clear();
        for (int i = in == null ? 0 : in.readInt(); i > 0; i--) {
            TopicLog topic = TopicLog.read(in, files);
            topics.put(topic.name(), topic);
        }
        for (int i = in == null ? 0 : in.readInt(); i > 0; i--) {
            Map<String, Group> ofTopic = groups.computeIfAbsent(in.readUTF(), t -> new TreeMap<>());
            for (int j = in.readInt(); j > 0; j--) {
                ofTopic.put(in.readUTF(), Group.read(in));
            }
        }
        Set<Path> known = new HashSet<>(paths());
        files.deleteAllBut(known);
    }

    @Override
    public synchronized void close() throws IOException {
        for (TopicLog topic : topics.values()) {
            topic.close();
        }
    }
}
