package io.lotse.perf.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.vertx.core.Vertx;

import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerConfig;
import io.lotse.ledger.LedgerVerticle;

/** A voter in a process of its own. */
public final class VoterMain {
    private VoterMain() {}

    static String write(List<Voter> voters) {
        return voters.stream().map(v -> v.node() + "=" + v.address()).collect(Collectors.joining(","));
    }

    private static List<Voter> read(String voters) {
        return Arrays.stream(voters.split(","))
                .map(v -> v.split("="))
                .map(v -> new Voter(v[0], v[1]))
                .toList();
    }

    /** Folder, name, and all voters. */
    public static void main(String[] arguments) {
        LedgerConfig config =
                new LedgerConfig(arguments[1], Path.of(arguments[0]), new LedgerConfig.Vote(read(arguments[2])));
        Vertx.vertx()
                .deployVerticle(new LedgerVerticle(config, lost -> System.exit(1)))
                .await();
    }
}
