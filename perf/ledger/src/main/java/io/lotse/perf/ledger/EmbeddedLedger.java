package io.lotse.perf.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Vertx;

import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerConfig;

/** Lotse's own ledger: this process is a voter, as a node is, and the other voters are processes of their own. */
final class EmbeddedLedger extends LedgerContender {
    private final List<Process> others;

    private EmbeddedLedger(String name, Vertx vertx, List<Process> others) {
        super(name, vertx);
        this.others = others;
    }

    static EmbeddedLedger start(int voters, Path folder) throws IOException {
        List<Voter> all = new ArrayList<>();
        for (int i = 0; i < voters; i++) {
            all.add(new Voter("v" + i, "127.0.0.1:" + Processes.freePort()));
        }
        List<Process> others = new ArrayList<>();
        for (Voter voter : all.subList(1, voters)) {
            others.add(Processes.java(
                    folder.resolve(voter.node() + ".log"),
                    VoterMain.class.getName(),
                    folder.resolve(voter.node()).toString(),
                    voter.node(),
                    VoterMain.write(all)));
        }
        Vertx vertx = Vertx.vertx();
        EmbeddedLedger ledger =
                new EmbeddedLedger("embedded, " + voters + (voters == 1 ? " voter" : " voters"), vertx, others);
        ledger.deploy(new LedgerConfig("v0", folder.resolve("v0"), new LedgerConfig.Vote(all)));
        ledger.awaitLeader();
        return ledger;
    }

    @Override
    public void close() {
        super.close();
        others.forEach(Processes::end);
    }
}
