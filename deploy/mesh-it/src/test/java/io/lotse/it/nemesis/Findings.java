package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.NodeClient.Answer;
import io.lotse.it.nemesis.NodeClient.Meaning;

/** What the nemesis itself tries and sees while something is broken; its writes are part of the history. */
final class Findings {
    private static final String CLIENT = "nemesis";

    private final History history;
    private final List<Violation> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger writes = new AtomicInteger();

    Findings(History history) {
        this.history = history;
    }

    void broken(Violation.Rule rule, String what) {
        violations.add(new Violation(rule, what, history.now()));
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** One try to register an instance. */
    Answer registerOnce(NodeClient node) {
        return registerOnce(node, NodeClient.PATIENCE);
    }

    Answer registerOnce(NodeClient node, Duration patience) {
        String key = CLIENT + "-" + writes.incrementAndGet();
        Operation operation = Operation.register(key, key);
        String client = CLIENT + " at " + node.name() + ", " + key;
        history.invoke(client, node.name(), operation);
        Answer answer = node.register(operation, false, patience);
        history.add(client, node.name(), phase(answer.meaning()), operation, answer.seen());
        return answer;
    }

    private static Phase phase(Meaning meaning) {
        return switch (meaning) {
            case DONE -> Phase.OK;
            case REFUSED, NOT_NOW -> Phase.FAIL;
            case UNKNOWN -> Phase.UNKNOWN;
        };
    }
}
