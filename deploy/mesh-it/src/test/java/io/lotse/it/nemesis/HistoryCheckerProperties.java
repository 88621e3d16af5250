package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Event.Seen;
import io.lotse.it.nemesis.Violation.Rule;

import static org.assertj.core.api.Assertions.assertThat;

/** Random clients of a registry that is right, or that is wrong in one way. */
class HistoryCheckerProperties {
    private static final int CLIENTS = 4;
    private static final int STEPS = 300;

    /** What is done at once, at some moment between an operation's begin and its end; the answer may be lost. */
    private static final class Registry {
        private final Map<Integer, String> owners = new TreeMap<>();
        private final Map<String, Integer> ports = new TreeMap<>();
        private long revision;

        Seen register(String id, int ports, boolean careless) {
            for (int port = 1; port <= ports; port++) {
                if (careless || !owners.containsKey(port)) {
                    owners.put(port, id);
                    this.ports.put(id, port);
                    return Seen.port(port, ++revision);
                }
            }
            return null;
        }

        void deregister(String id) {
            owners.remove(ports.remove(id), id);
            revision++;
        }
    }

    /** A try: what the clients do, and what they write down. */
    private static final class Run {
        private final List<Event> history = new ArrayList<>();
        private final Registry registry = new Registry();
        private final List<String> known = new ArrayList<>();

        private Run(Random random, double careless) {
            Map<String, Runnable> ends = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                String client = "client-" + random.nextInt(CLIENTS);
                Runnable end = ends.remove(client);
                if (end != null) {
                    end.run();
                } else {
                    ends.put(client, begin(client, step, random, careless));
                }
            }
        }

        private Runnable begin(String client, int step, Random random, double careless) {
            boolean early = random.nextBoolean();
            boolean lost = random.nextInt(10) == 0;
            if (known.isEmpty() || random.nextInt(3) > 0) {
                Operation operation = Operation.register("k" + step, "i" + step);
                add(client, Phase.INVOKE, operation, null);
                boolean wrong = random.nextDouble() < careless;
                Seen at = early ? registry.register(operation.subject(), 5, wrong) : null;
                return () -> {
                    Seen seen = early ? at : registry.register(operation.subject(), 5, wrong);
                    if (seen != null && !lost) {
                        known.add(operation.subject());
                    }
                    add(
                            client,
                            lost ? Phase.UNKNOWN : seen == null ? Phase.FAIL : Phase.OK,
                            operation,
                            lost ? null : seen);
                };
            }
            Operation operation = Operation.deregister("k" + step, known.remove(random.nextInt(known.size())));
            add(client, Phase.INVOKE, operation, null);
            return () -> {
                registry.deregister(operation.subject());
                add(client, lost ? Phase.UNKNOWN : Phase.OK, operation, lost ? null : Seen.revision(null));
            };
        }

        private void add(String client, Phase phase, Operation operation, Seen seen) {
            history.add(new Event(history.size(), client, "a", phase, operation, seen));
        }

        private List<Rule> broken(Map<String, Integer> atTheEnd) {
            List<Replica> replicas = List.of(new Replica("a", "at the end", atTheEnd, 0, null));
            return HistoryChecker.check(history, replicas).stream()
                    .map(Violation::rule)
                    .toList();
        }
    }

    @Property(tries = 200)
    void nothingIsSeenInWhatARightRegistryDoes(@ForAll long seed) {
        Run run = new Run(new Random(seed), 0);
        assertThat(run.broken(run.registry.ports)).isEmpty();
    }

    @Property(tries = 200)
    void aRegistryThatDoesNotLookIsFoundOut(@ForAll long seed) {
        Run run = new Run(new Random(seed), 0.5);
        assertThat(run.broken(run.registry.ports)).contains(Rule.ONE_OWNER_PER_PORT);
    }

    @Property(tries = 200)
    void aRegistryThatForgetsIsFoundOut(@ForAll long seed) {
        Run run = new Run(new Random(seed), 0);
        Map<String, Integer> forgot = new HashMap<>(run.registry.ports);
        List<String> acknowledged =
                run.known.stream().filter(forgot::containsKey).toList();
        forgot.keySet().removeAll(acknowledged);
        if (acknowledged.isEmpty()) {
            assertThat(run.broken(forgot)).isEmpty();
        } else {
            assertThat(run.broken(forgot)).containsOnly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
        }
    }
}
