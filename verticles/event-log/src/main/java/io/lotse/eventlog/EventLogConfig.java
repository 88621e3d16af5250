package io.lotse.eventlog;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.vertx.pgclient.PgConnectOptions;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.events.TopicDeclaration;

/**
 * How a node takes part in the log of events.
 *
 * @param node the node's name, by which a voter is known
 * @param data the node's data folder; a voter keeps {@code events/} below it
 * @param postgres how to reach the PostgreSQL database that keeps the ledger, and then the events too; null where voters keep
 *     them
 * @param freeDisk a voter takes no events while fewer bytes are free
 * @param topics what the node declares of topics when it starts
 */
public record EventLogConfig(
        String node, Path data, PgConnectOptions postgres, long freeDisk, List<TopicDeclaration> topics) {
    private static final int BESIDE = 10;
    private static final int LAST_PORT = 65_535;

    public EventLogConfig {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(data, "data");
        topics = List.copyOf(topics);
        requireTopics(topics);
        if (freeDisk < 0) {
            throw new IllegalArgumentException("event log: freeDisk is " + freeDisk + ": give 0 or more");
        }
    }

    /** @throws IllegalArgumentException that says what is wrong with a declaration */
    public static void requireTopics(List<TopicDeclaration> topics) {
        for (TopicDeclaration topic : topics) {
            try {
                Checks.check(topic);
            } catch (ContractException e) {
                throw new IllegalArgumentException("topics " + topic.pattern() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Where a voter of the ledger with this Raft port speaks about events: 10 above, or below where that is no port. */
    public static int portBeside(int raftPort) {
        return raftPort + BESIDE <= LAST_PORT ? raftPort + BESIDE : raftPort - BESIDE;
    }

    /** It may hold a password. */
    @Override
    public String toString() {
        return "EventLogConfig[node=" + node + ", data=" + data + ", postgres=" + (postgres != null) + "]";
    }
}
