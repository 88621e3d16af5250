package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Event.Seen;
import io.lotse.it.nemesis.Violation.Rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Hand-made histories: what cannot have happened is seen, and nothing else. */
class HistoryCheckerTest {
    private static final int NO_VALUE = 30;

    private final List<Event> history = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<String, Operation> running = new HashMap<>();

    // the history's words: each client does one thing at a time

    private void begin(String client, Operation operation) {
        running.put(client, operation);
        add(client, Phase.INVOKE, operation, null);
    }

    private void end(String client, Phase phase, Seen seen) {
        add(client, phase, running.remove(client), seen);
    }

    private void add(String client, Phase phase, Operation operation, Seen seen) {
        history.add(new Event(history.size(), client, "a", phase, operation, seen));
    }

    private void registered(String client, String id, int port) {
        begin(client, Operation.register("register-" + id, id));
        end(client, Phase.OK, Seen.port(port, null));
    }

    private void registered(String client, String id, int port, long revision) {
        begin(client, Operation.register("register-" + id, id));
        end(client, Phase.OK, Seen.port(port, revision));
    }

    private void registration(String client, String id, Phase phase) {
        begin(client, Operation.register("register-" + id, id));
        end(client, phase, null);
    }

    private void deregistration(String client, String id, Phase phase) {
        begin(client, Operation.deregister("deregister-" + id, id));
        end(client, phase, phase == Phase.OK ? Seen.revision(null) : null);
    }

    private void configured(String client, int value, Phase phase) {
        begin(client, Operation.configure("configure-" + value, "production", value));
        end(client, phase, phase == Phase.OK ? Seen.revision(null) : null);
    }

    private void read(String client, Long revision, Map<String, Integer> instances) {
        begin(client, Operation.read("read-" + history.size()));
        end(client, Phase.OK, Seen.instances(instances, revision));
    }

    private void shows(String node, Map<String, Integer> instances) {
        shows(node, instances, NO_VALUE, null);
    }

    private void shows(String node, Map<String, Integer> instances, int value, Long revision) {
        replicas.add(new Replica(node, "at the end", instances, value, revision));
    }

    private List<Rule> broken() {
        return HistoryChecker.check(history, replicas).stream()
                .map(Violation::rule)
                .distinct()
                .toList();
    }

    // owners of ports

    @Test
    void aPortMayBeGivenAgainOnceItsReleaseWasAskedFor() {
        registered("x", "one", 1);
        begin("x", Operation.deregister("deregister-one", "one"));
        registered("y", "two", 1);
        end("x", Phase.OK, Seen.revision(null));
        shows("a", Map.of("two", 1));
        assertThat(broken()).isEmpty();
    }

    @Test
    void aPortThatIsGivenTwiceIsSeen() {
        registered("x", "one", 1);
        registered("y", "two", 1);
        assertThat(broken()).containsExactly(Rule.ONE_OWNER_PER_PORT);
    }

    @Test
    void aPortThatIsGivenTwiceIsSeenThoughBothWereReleasedLater() {
        registered("x", "one", 1);
        registered("y", "two", 1);
        deregistration("x", "one", Phase.OK);
        deregistration("y", "two", Phase.OK);
        shows("a", Map.of());
        assertThat(broken()).containsExactly(Rule.ONE_OWNER_PER_PORT);
    }

    @Test
    void anOwnerInTheMiddleOfALongTenureIsSeenAfterAShortOne() {
        registered("x", "long", 1);
        registered("y", "short", 1);
        deregistration("y", "short", Phase.OK);
        registered("z", "late", 1);
        assertThat(HistoryChecker.check(history, replicas))
                .filteredOn(v -> v.rule() == Rule.ONE_OWNER_PER_PORT)
                .extracting(Violation::what)
                .containsExactly(
                        "port 1 was given to short while long had it", "port 1 was given to late while long had it");
    }

    @Test
    void differentPortsAreNoQuarrel() {
        registered("x", "one", 1);
        registered("y", "two", 2);
        shows("a", Map.of("one", 1, "two", 2));
        assertThat(broken()).isEmpty();
    }

    @Test
    void twoOwnersInOneReadAreSeen() {
        begin("x", Operation.register("register-one", "one"));
        begin("y", Operation.register("register-two", "two"));
        read("reader", 1L, Map.of("one", 1, "two", 1));
        assertThat(broken()).containsExactly(Rule.ONE_OWNER_PER_PORT);
    }

    @Test
    void twoOwnersAtTheEndAreSeenThoughNeitherKnows() {
        registration("x", "one", Phase.UNKNOWN);
        registration("y", "two", Phase.UNKNOWN);
        shows("a", Map.of("one", 1, "two", 1));
        assertThat(broken()).containsExactly(Rule.ONE_OWNER_PER_PORT);
    }

    @Test
    void anUnknownReleaseMayHaveFreedThePort() {
        registered("x", "one", 1);
        deregistration("x", "one", Phase.UNKNOWN);
        registered("y", "two", 1);
        shows("a", Map.of("two", 1));
        assertThat(broken()).isEmpty();
    }

    // what is left at the end

    @Test
    void whatWasAcknowledgedAndIsMissingIsSeenOnEachReplica() {
        registered("x", "one", 1);
        shows("a", Map.of("one", 1));
        shows("b", Map.of());
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST, Rule.REPLICAS_AGREE);
    }

    @Test
    void whatWasAcknowledgedAtAnotherPortIsSeen() {
        registered("x", "one", 1);
        shows("a", Map.of("one", 2));
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    @Test
    void whatWasDeregisteredAndIsThereIsSeen() {
        registered("x", "one", 1);
        deregistration("x", "one", Phase.OK);
        shows("a", Map.of("one", 1));
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    @Test
    void aRefusedDeregistrationChangesNothing() {
        registered("x", "one", 1);
        deregistration("x", "one", Phase.FAIL);
        shows("a", Map.of());
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    @Test
    void whatIsUnknownMayBeThereOrNot() {
        registration("x", "there", Phase.UNKNOWN);
        registration("x", "gone", Phase.UNKNOWN);
        registered("x", "kept", 3);
        deregistration("x", "kept", Phase.UNKNOWN);
        registered("x", "released", 4);
        deregistration("x", "released", Phase.UNKNOWN);
        shows("a", Map.of("there", 1, "kept", 3));
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatIsUnknownIsTheSameEverywhere() {
        registration("x", "one", Phase.UNKNOWN);
        shows("a", Map.of("one", 1));
        shows("b", Map.of());
        assertThat(broken()).containsExactly(Rule.REPLICAS_AGREE);
    }

    @Test
    void whatNeverEndedIsUnknown() {
        begin("x", Operation.register("register-one", "one"));
        shows("a", Map.of("one", 1));
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatWasRefusedAndIsThereIsSeen() {
        registration("x", "one", Phase.FAIL);
        shows("a", Map.of("one", 1));
        assertThat(broken()).containsExactly(Rule.NOTHING_REFUSED_IS_DONE);
    }

    @Test
    void whatNobodyWroteIsSeen() {
        shows("a", Map.of("ghost", 1));
        assertThat(broken()).containsExactly(Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE);
    }

    // what is read meanwhile

    @Test
    void aReadMayBeOld() {
        read("reader", 1L, Map.of());
        registered("x", "one", 1);
        read("reader", 1L, Map.of());
        read("reader", 2L, Map.of("one", 1));
        deregistration("x", "one", Phase.OK);
        read("reader", 2L, Map.of("one", 1));
        shows("a", Map.of());
        assertThat(broken()).isEmpty();
    }

    @Test
    void aReadOfWhatNobodyHasWrittenYetIsSeen() {
        read("reader", 1L, Map.of("one", 1));
        registered("x", "one", 1);
        assertThat(broken()).containsExactly(Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE);
    }

    @Test
    void aReadAtAnotherPortIsSeen() {
        registered("x", "one", 1);
        read("reader", 1L, Map.of("one", 2));
        assertThat(broken()).containsExactly(Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE);
    }

    // the one value

    @Test
    void theLastValueMayBeAnyOfThoseThatWereWrittenAtOnce() {
        begin("x", Operation.configure("k1", "production", 100));
        begin("y", Operation.configure("k2", "production", 200));
        end("y", Phase.OK, Seen.revision(null));
        end("x", Phase.OK, Seen.revision(null));
        shows("a", Map.of(), 200, null);
        assertThat(broken()).isEmpty();
    }

    @Test
    void aValueThatWasOverwrittenAndIsBackIsSeen() {
        configured("x", 100, Phase.OK);
        configured("y", 200, Phase.OK);
        shows("a", Map.of(), 100, null);
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    @Test
    void anUnknownValueMayComeLate() {
        configured("x", 100, Phase.UNKNOWN);
        configured("y", 200, Phase.OK);
        shows("a", Map.of(), 100, null);
        assertThat(broken()).isEmpty();
    }

    @Test
    void theRevisionTellsWhichOfTwoValuesWasLast() {
        begin("x", Operation.configure("k1", "production", 100));
        begin("y", Operation.configure("k2", "production", 200));
        end("y", Phase.OK, Seen.revision(7L));
        end("x", Phase.OK, Seen.revision(6L));
        shows("a", Map.of(), 100, 6L);
        assertThat(broken()).containsExactly(Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    @Test
    void aValueThatWasRefusedOrThatNobodyWroteIsSeen() {
        configured("x", 100, Phase.OK);
        configured("x", 200, Phase.FAIL);
        shows("a", Map.of(), 200, null);
        shows("a", Map.of(), 300, null);
        assertThat(broken()).containsExactly(Rule.NOTHING_REFUSED_IS_DONE, Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE);
    }

    // revisions

    @Test
    void writesAtOnceMayHaveTheirRevisionsEitherWay() {
        begin("x", Operation.register("register-one", "one"));
        begin("y", Operation.register("register-two", "two"));
        end("x", Phase.OK, Seen.port(1, 6L));
        end("y", Phase.OK, Seen.port(2, 5L));
        registered("x", "three", 3, 7L);
        assertThat(broken()).isEmpty();
    }

    @Test
    void aLaterWriteWithAnEarlierRevisionIsSeen() {
        registered("x", "one", 1, 6L);
        registered("y", "two", 2, 5L);
        assertThat(broken()).containsExactly(Rule.REVISIONS_GO_FORWARD);
    }

    @Test
    void twoWritesWithOneRevisionAreSeen() {
        begin("x", Operation.register("register-one", "one"));
        begin("y", Operation.register("register-two", "two"));
        end("x", Phase.OK, Seen.port(1, 6L));
        end("y", Phase.OK, Seen.port(2, 6L));
        assertThat(broken()).containsExactly(Rule.REVISIONS_GO_FORWARD);
    }

    @Test
    void aClientThatReadsAnOlderStateThanBeforeIsSeenButNotTwoClients() {
        read("reader of a", 6L, Map.of());
        read("reader of b", 5L, Map.of());
        assertThat(broken()).isEmpty();
        read("reader of a", 5L, Map.of());
        assertThat(broken()).containsExactly(Rule.REVISIONS_GO_FORWARD);
    }

    // histories that are none

    @Test
    void anEndWithoutABeginIsNoHistory() {
        add("x", Phase.OK, Operation.register("k", "one"), Seen.port(1, null));
        assertThatThrownBy(this::broken).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoEndsAreNoHistory() {
        registered("x", "one", 1);
        add("x", Phase.FAIL, Operation.register("register-one", "one"), null);
        assertThatThrownBy(this::broken).isInstanceOf(IllegalArgumentException.class);
    }
}
