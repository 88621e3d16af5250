package io.lotse.eventlog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import io.lotse.contracts.events.EventsContract;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever consumers do, and whenever the process ends: no event is lost, and a key's order is kept. */
class EventStateProperties {
    private static final int STEPS = 120;
    private static final String TOPIC = "orders";
    private static final String GROUP = "billing";
    private static final Limits LIMITS = new Limits(1L << 40, 1L << 40, 3);
    private static final long VISIBILITY = 1_000;

    /** One run: the state, what is known of it without it, and what a restart has to go on with. */
    private static final class Run {
        private final Random random;
        private final TopicFiles files;
        private final List<Integer> keys = new ArrayList<>();
        private final Set<Long> settled = new HashSet<>();
        private final List<Command> sinceSnapshot = new ArrayList<>();
        private EventState state;
        private byte[] snapshot;
        private long now = 1_000_000;

        private Run(long seed, Path folder) throws IOException {
            random = new Random(seed);
            files = new TopicFiles(folder);
            state = new EventState(files);
            takeSnapshot();
            apply(new Command.PutGroup(TOPIC, now, GROUP, null, null, VISIBILITY, 100));
        }

        private Answer apply(Command command) throws IOException {
            sinceSnapshot.add(Wire.command(Wire.bytes(command)));
            return state.apply(command, true);
        }

        private void step() throws IOException {
            now += random.nextInt(300);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> publish();
                case 3, 4, 5 -> work(fetch(1 + random.nextInt(8)));
                case 6 -> now += VISIBILITY;
                case 7 -> takeSnapshot();
                case 8 -> crash();
                default -> publishAgain();
            }
        }

        private void publish() throws IOException {
            List<Entry> entries = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                int key = random.nextInt(4);
                String id = "e" + (keys.size() + entries.size());
                entries.add(Entry.of(EventStoreConformance.event(id, "k" + key)));
            }
            List<Long> offsets =
                    apply(new Command.Append(TOPIC, now, LIMITS, entries)).offsets();
            for (Entry entry : entries) {
                keys.add(keyOf(entry));
            }
            assertThat(offsets.get(offsets.size() - 1)).isEqualTo(keys.size() - 1);
        }

        private static int keyOf(Entry entry) {
            return (int) entry.key();
        }

        private void publishAgain() throws IOException {
            if (!keys.isEmpty()) {
                int one = random.nextInt(keys.size());
                Entry known = Entry.of(EventStoreConformance.event("e" + one, "whatever"));
                assertThat(apply(new Command.Append(TOPIC, now, LIMITS, List.of(known)))
                                .offsets())
                        .containsExactly((long) one);
            }
        }

        private List<Long> fetch(int max) throws IOException {
            long deadBefore = deadLetters();
            List<Long> handed = apply(new Command.Fetch(TOPIC, now, LIMITS, GROUP, max, null)).handed().stream()
                    .map(Answer.Handed::offset)
                    .toList();
            learnOfTheDead(deadBefore);
            assertThat(handed).noneMatch(settled::contains).isSorted();
            for (long offset : handed) {
                for (long before = 0; before < offset; before++) {
                    if (keys.get((int) before).equals(keys.get((int) offset)) && !settled.contains(before)) {
                        assertThat(handed)
                                .as("%d goes out, so what is before it of its key does", offset)
                                .contains(before);
                    }
                }
            }
            return handed;
        }

        private void work(List<Long> handed) throws IOException {
            for (long offset : handed) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> ack(offset);
                    case 2 -> nack(offset);
                    default -> apply(new Command.Extend(TOPIC, now, GROUP, List.of(offset), 500L));
                }
            }
        }

        private void ack(long offset) throws IOException {
            Answer answer = apply(new Command.Ack(TOPIC, now, GROUP, List.of(offset)));
            if (answer.offsets().contains(offset)) {
                settled.add(offset);
            }
        }

        private void nack(long offset) throws IOException {
            long deadBefore = deadLetters();
            apply(new Command.Nack(TOPIC, now, LIMITS, GROUP, List.of(offset), null, "no"));
            learnOfTheDead(deadBefore);
        }

        private long deadLetters() {
            return state.topic(EventsContract.DEAD_LETTERS_PREFIX + TOPIC)
                    .map(TopicLog::end)
                    .orElse(0L);
        }

        private void learnOfTheDead(long before) throws IOException {
            if (deadLetters() > before) {
                TopicLog dead =
                        state.topic(EventsContract.DEAD_LETTERS_PREFIX + TOPIC).orElseThrow();
                try (TopicReader reader = dead.read(before)) {
                    while (reader.hasNext()) {
                        Header header = reader.next();
                        long origin = DeadLetterEvent.read(
                                        DeadLetterEvent.stored(header.offset(), header.at(), reader.body()))
                                .originOffset();
                        assertThat(settled.add(origin)).as("dies once").isTrue();
                    }
                }
            }
        }

        private void takeSnapshot() throws IOException {
            state.sync();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            state.write(new DataOutputStream(bytes));
            snapshot = bytes.toByteArray();
            sinceSnapshot.clear();
            files.deleteDropped();
        }

        /** The process ends, and the log is applied again behind the last snapshot. */
        private void crash() throws IOException {
            Object before = List.of(state.topics(), state.groups(null));
            state.close();
            state = new EventState(files);
            state.read(new DataInputStream(new ByteArrayInputStream(snapshot)));
            for (Command command : sinceSnapshot) {
                state.apply(command, false);
            }
            assertThat((Object) List.of(state.topics(), state.groups(null))).isEqualTo(before);
        }

        private void finish() throws IOException {
            for (int i = 0; settled.size() < keys.size(); i++) {
                assertThat(i).as("it comes to an end").isLessThan(1_000);
                now += 1_000_000;
                for (long offset : fetch(7)) {
                    ack(offset);
                }
            }
            assertThat(fetch(10)).isEmpty();
            assertThat(state.groups(TOPIC).get(0).lag()).isZero();
            assertThat(state.groups(TOPIC).get(0).dead()).isEqualTo(deadLetters());
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void everyEventIsDoneOrDeadInTheEndAndNoKeyIsOutOfOrder(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("lotse-events");
        Run run = new Run(seed, folder);
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.finish();
        run.state.close();
        delete(folder);
    }

    /** Retention and small segments between restarts: what is kept is the same before and after. */
    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void aRestartKeepsWhatRetentionLeftAndNothingElse(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("lotse-events");
        Run run = new Run(seed, folder);
        Limits small = new Limits(5_000, 1 << 20, 3);
        for (int i = 0; i < 60; i++) {
            run.now += run.random.nextInt(800);
            String id = "x".repeat(run.random.nextInt(50_000)) + run.random.nextInt(30);
            run.apply(new Command.Append(TOPIC, run.now, small, EventStoreConformance.entries("a", id)));
            if (run.random.nextInt(6) == 0) {
                run.apply(new Command.Fetch(TOPIC, run.now, small, GROUP, 5, null));
            }
            if (run.random.nextInt(8) == 0) {
                run.takeSnapshot();
            } else if (run.random.nextInt(5) == 0) {
                run.crash();
            }
        }
        run.crash();
        TopicLog log = run.state.topic(TOPIC).orElseThrow();
        try (TopicReader reader = log.read(0)) {
            long expected = log.first();
            while (reader.hasNext()) {
                assertThat(reader.next().offset()).isEqualTo(expected++);
                assertThat(DeadLetterEvent.event(reader.body()).source()).isEqualTo("/shop");
            }
            assertThat(expected).isEqualTo(log.end());
        }
        run.state.close();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
