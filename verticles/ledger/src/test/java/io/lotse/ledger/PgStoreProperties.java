package io.lotse.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.testfaults.PostgresServer;

import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;

/** Any log of commands, cut into batches anyhow, does to the database what the model says. */
class PgStoreProperties {
    private static PgNodes nodes;
    private static PostgresUri uri;
    private static PgDatabase database;
    private static PgReads reads;

    @BeforeContainer
    static void start() {
        uri = new PostgresUri(PostgresServer.shared().database());
        nodes = new PgNodes();
        database = nodes.database("one", uri);
        get(database.ready());
        reads = new PgReads(nodes.vertx(), database);
    }

    @AfterContainer
    static void stop() {
        get(database.close());
        nodes.close();
    }

    @Property(tries = 40)
    void batchesDoWhatTheModelSays(
            @ForAll("logs") List<Command> log, @ForAll("sizes") List<Integer> sizes, @ForAll("known") long known) {
        empty();
        LedgerModel model = new LedgerModel();
        int next = 0;
        for (int i = 0; next < log.size(); i++) {
            List<Command> commands = log.subList(next, Math.min(log.size(), next + sizes.get(i % sizes.size())));
            next += commands.size();
            assertThat(made(commands)).isEqualTo(expected(model, commands));
            assertThat(read()).isEqualTo(model.keys());
        }
        for (String id : List.of("r1", "r2", "r3")) {
            assertThat(get(reads.outcome(new OutcomeQuery(id, null))).outcome())
                    .isEqualTo(model.made(id).orElse(null));
        }
        assertChangesAre(model, Math.min(known, model.revision()));
    }

    private static void empty() {
        PostgresServer.shared()
                .execute(
                        PostgresServer.name(uri.text()),
                        "TRUNCATE lotse.entry, lotse.history, lotse.request, lotse.attempt",
                        "UPDATE lotse.ledger SET revision = 0, compacted = 0, request_time = NULL");
    }

    private static List<Object> made(List<Command> commands) {
        List<Object> made = new ArrayList<>();
        for (PgBatch.Made one : get(new PgBatch(database, commands).run())) {
            made.add(one.failure() == null ? one.outcome() : one.failure().code());
        }
        return made;
    }

    private static List<Object> expected(LedgerModel model, List<Command> commands) {
        List<Object> expected = new ArrayList<>();
        for (Command command : commands) {
            try {
                expected.add(model.apply(command));
            } catch (ContractException e) {
                expected.add(e.code());
            }
        }
        return expected;
    }

    private static Map<String, Entry> read() {
        Map<String, Entry> keys = new TreeMap<>();
        String after = null;
        do {
            RangePage page = get(reads.range(new RangeRequest("", after, 4)));
            page.entries().forEach(entry -> keys.put(entry.key(), entry));
            after = page.next();
        } while (after != null);
        return keys;
    }

    private static void assertChangesAre(LedgerModel model, long after) {
        Changes told = get(reads.changes(after));
        assertThat(told.revision()).isEqualTo(model.revision());
        List<Change> expected = new ArrayList<>();
        for (long made = after + 1; made <= told.revision(); made++) {
            expected.addAll(model.changesOf(made).values());
        }
        assertThat(told.changes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told.changes()).extracting(Change::revision).isSorted();
    }

    @Provide
    Arbitrary<List<Command>> logs() {
        return new KeyValueStateMachineProperties().logs();
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(1, 8).list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<Long> known() {
        return Arbitraries.longs().between(0, 30);
    }
}
