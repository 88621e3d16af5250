package io.lotse.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.vertx.pgclient.PgConnectOptions;

import io.lotse.contracts.ledger.Voter;
import io.lotse.raft.RaftAddress;

/**
 * How a node takes part in the ledger.
 *
 * @param node the node's name, by which a voter is known
 * @param data the node's data folder; the ledger keeps {@code ledger/} below it
 * @param participation whether it founds a ledger, votes in one, or uses one that others keep
 * @param limits what bounds memory and disk
 */
public record LedgerConfig(String node, Path data, Participation participation, Limits limits) {

    public LedgerConfig {
        if (node == null || node.isBlank()) {
            throw new IllegalArgumentException("ledger: the node's name is missing");
        }
        if (data == null || participation == null || limits == null) {
            throw new IllegalArgumentException("ledger: data folder, participation and limits must be given");
        }
        if (participation instanceof Vote vote
                && vote.voters().stream().noneMatch(v -> v.node().equals(node))) {
            throw new IllegalArgumentException("ledger: this node, " + node + ", is not among the voters "
                    + vote.voters().stream().map(Voter::node).toList());
        }
    }

    /** With the default limits. */
    public LedgerConfig(String node, Path data, Participation participation) {
        this(node, data, participation, Limits.DEFAULT);
    }

    /** How a node takes part. */
    public sealed interface Participation permits Found, Vote, Join, Postgres {}

    /**
     * The node is the ledger's single voter. It founds the ledger at its first start and opens it again later.
     *
     * @param host where others reach it
     * @param port the Raft port of the first start; it is kept, and later starts take the kept one
     */
    public record Found(String host, int port) implements Participation {
        public Found {
            if (host == null || host.isBlank()) {
                throw new IllegalArgumentException("ledger: the founder's host is missing");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("ledger: the Raft port is " + port + ": give 1 to 65535");
            }
        }
    }

    /**
     * The node is one of several voters. All of them must be given the same list, which also makes the ledger's id: it
     * cannot be changed later.
     *
     * @param voters the voters, this node among them; an odd number
     */
    public record Vote(List<Voter> voters) implements Participation {
        public Vote {
            voters = List.copyOf(voters);
            long names = voters.stream().map(Voter::node).distinct().count();
            long addresses = voters.stream().map(Voter::address).distinct().count();
            if (voters.isEmpty() || names != voters.size() || addresses != voters.size()) {
                throw new IllegalArgumentException(
                        "ledger: the voters must be given, each with a name and an address of its own: " + voters);
            }
            voters.forEach(v -> RaftAddress.parse(v.address()));
        }
    }

    /** The node keeps no part of the ledger: it asks the voters, which it learns from those it joined. */
    public record Join() implements Participation {}

    /**
     * The ledger is in PostgreSQL, and the node speaks to it itself.
     *
     * @param uri where
     * @param joins whether it joins other nodes, which then must use the same ledger
     */
    public record Postgres(PostgresUri uri, boolean joins) implements Participation {
        public Postgres {
            if (uri == null) {
                throw new IllegalArgumentException("ledger: the URI of the PostgreSQL database is missing");
            }
        }
    }

    /**
     * Where a PostgreSQL database is: {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=...}. It may hold a
     * password, so nothing but {@link #text} shows it.
     */
    public record PostgresUri(String text) {
        /** Throws {@link IllegalArgumentException} that says what is wrong, without the URI, where it is none. */
        public PostgresUri {
            PgOptions.parse(text);
        }

        /** How a node's sessions with it are to be, of the ledger and of what stands beside it. */
        public PgConnectOptions sessionsOf(String node) {
            return PgOptions.ofNode(PgOptions.parse(text), node);
        }

        /** {@code HOST:PORT/DATABASE}. */
        @Override
        public String toString() {
            return PgOptions.place(PgOptions.parse(text));
        }
    }

    /**
     * What bounds memory and disk.
     *
     * @param changes how many of the last changes are kept in memory for those who missed some
     * @param changeBytes how many bytes they may take
     * @param changeAge how old they may be, by the times that the commands carry
     * @param snapshotEvery after how many log entries the state is written down and the log cut
     * @param freeDisk writes are refused where fewer bytes are free
     * @param reach how long a start waits for the voters before it goes on without them
     */
    public record Limits(
            int changes, long changeBytes, Duration changeAge, int snapshotEvery, long freeDisk, Duration reach) {
        public static final Limits DEFAULT =
                new Limits(100_000, 16 << 20, Duration.ofHours(24), 20_000, 64 << 20, Duration.ofSeconds(3));

        public Limits {
            if (changes < 1
                    || changeBytes < 1
                    || changeAge.isNegative()
                    || snapshotEvery < 1
                    || freeDisk < 0
                    || reach.isNegative()) {
                throw new IllegalArgumentException("ledger: limits must be positive: changes " + changes
                        + ", changeBytes " + changeBytes + ", changeAge " + changeAge + ", snapshotEvery "
                        + snapshotEvery + ", freeDisk " + freeDisk
                        + ", reach " + reach);
            }
        }

        /** The same with what a node's settings say. */
        public Limits with(long newChangeBytes, Duration newChangeAge, long newFreeDisk) {
            return new Limits(changes, newChangeBytes, newChangeAge, snapshotEvery, newFreeDisk, reach);
        }
    }
}
