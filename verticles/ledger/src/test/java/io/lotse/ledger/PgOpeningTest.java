package io.lotse.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Join;
import io.lotse.ledger.LedgerConfig.Postgres;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.testfaults.FreePorts;
import io.lotse.testfaults.PostgresServer;
import io.lotse.testfaults.TcpRelay;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Each Vert.x here is a node of its own; what joins them is only the answer to DESCRIBE. */
class PgOpeningTest {
    @TempDir
    private Path folder;

    private final PostgresServer server = PostgresServer.shared();
    private final TcpRelay relay = TcpRelay.to("127.0.0.1", server.port());
    private final PostgresUri uri = new PostgresUri(server.database(relay.port()));
    private final List<Vertx> nodes = new ArrayList<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(node -> get(node.close()));
        relay.close();
    }

    private Vertx node() {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        return vertx;
    }

    private Vertx joining(LedgerDescriptor theirs) {
        Vertx vertx = node();
        get(LedgerContract.DESCRIBE
                .serve(vertx.eventBus(), q -> Future.succeededFuture(theirs))
                .completion());
        return vertx;
    }

    private Future<String> deploy(Vertx vertx, String node, LedgerConfig.Participation participation) {
        return vertx.deployVerticle(
                new LedgerVerticle(new LedgerConfig(node, folder.resolve(node), participation), lost::add));
    }

    private Future<String> deploy(Vertx vertx, String node) {
        return deploy(vertx, node, new Postgres(uri, false));
    }

    private static LedgerDescriptor describe(Vertx vertx) {
        return get(LedgerContract.DESCRIBE.call(vertx.eventBus(), Empty.EMPTY));
    }

    private static LedgerStatus status(Vertx vertx) {
        return get(LedgerContract.STATUS.call(vertx.eventBus(), Empty.EMPTY));
    }

    private void refuses(String why) {
        assertThatThrownBy(() -> get(deploy(node(), "late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + relay.port())
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }

    @Test
    void nodesThatStartAtOnceSetUpOneLedger() {
        List<Future<String>> starts = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            starts.add(deploy(node(), name));
        }
        starts.forEach(StoreConformance::get);
        assertThat(nodes.stream().map(PgOpeningTest::describe).distinct())
                .singleElement()
                .satisfies(ledger -> assertThat(ledger.kind()).isEqualTo(LedgerDescriptor.POSTGRES));
        get(LedgerContract.COMMIT.call(nodes.get(0).eventBus(), mutate(put("a", 1))));
        assertThat(get(LedgerContract.RANGE.call(nodes.get(1).eventBus(), new RangeRequest("", null, 9)))
                        .entries())
                .hasSize(1);
        await().atMost(SOON).until(() -> status(nodes.get(2)).revision() == 1);
    }

    @Test
    void aFirstStartWithoutTheDatabaseIsRefusedAndSaysWhere() {
        relay.refuse();
        refuses("database " + PostgresServer.name(uri.text()));
        PostgresUri nobody = new PostgresUri(server.database(FreePorts.next()));
        assertThatThrownBy(() -> get(deploy(node(), "late", new Postgres(nobody, false))))
                .hasMessageContaining(
                        "database " + PostgresServer.name(nobody.text()) + ", cannot be used: connection refused")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        PostgresUri missing = new PostgresUri(uri.text() + "missing");
        assertThatThrownBy(() -> get(deploy(node(), "late", new Postgres(missing, false))))
                .hasMessageContaining("database \"" + PostgresServer.name(missing.text()) + "\" does not exist");
    }

    @Test
    void aNodeThatWasThereBeforeStartsWithoutTheDatabaseAndFindsItLater() {
        Vertx first = node();
        get(first.undeploy(get(deploy(first, "one"))));
        relay.refuse();
        Vertx again = node();
        get(deploy(again, "one"));
        assertThat(status(again).inTouch()).isFalse();
        assertThatThrownBy(() -> get(LedgerContract.COMMIT.call(again.eventBus(), mutate(put("a", 1)))))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_UNAVAILABLE));
        relay.admit();
        await().atMost(SOON).until(() -> status(again).inTouch());
        assertThat(get(LedgerContract.COMMIT.call(again.eventBus(), mutate(put("a", 1))))
                        .revision())
                .isEqualTo(1);
        assertThat(lost).isEmpty();
    }

    @Test
    void aNodeThatFindsAnotherLedgerInItsDatabaseIsRefused() {
        Vertx first = node();
        get(first.undeploy(get(deploy(first, "late"))));
        server.execute(PostgresServer.name(uri.text()), "UPDATE lotse.ledger SET ledger_id = gen_random_uuid()");
        refuses("this node belongs to ledger");
        assertThat(lost).isEmpty();
    }

    @Test
    void theFolderOfAnEmbeddedLedgerIsRefusedAndTheOtherWayRound() {
        Vertx founder = node();
        get(founder.undeploy(get(deploy(founder, "one", new Found("127.0.0.1", FreePorts.next())))));
        assertThatThrownBy(() -> get(deploy(node(), "one"))).hasMessageContaining("FOUNDER of the embedded ledger");
        Vertx second = node();
        get(second.undeploy(get(deploy(second, "two"))));
        assertThatThrownBy(() -> get(deploy(node(), "two", new Found("127.0.0.1", 5801))))
                .hasMessageContaining("as POSTGRES");
        assertThatThrownBy(() -> get(deploy(node(), "two", new Join()))).hasMessageContaining("as POSTGRES");
    }

    @Test
    void aNodeWithoutTheUriCannotJoinThoseThatHaveOneAndIsToldWhatToConfigure() {
        Vertx there = node();
        get(deploy(there, "one"));
        assertThatThrownBy(() -> get(deploy(joining(describe(there)), "two", new Join())))
                .hasMessageContaining("--ledger-postgres-uri")
                .hasMessageContaining("LOTSE_LEDGER_POSTGRES_URI")
                .hasMessageContaining("ledger_postgres_uri");
    }

    @Test
    void aNodeWithAUriCannotJoinThoseThatUseAnotherLedger() {
        LedgerDescriptor embedded =
                new LedgerDescriptor(UUID.randomUUID().toString(), LedgerDescriptor.EMBEDDED, List.of());
        assertThatThrownBy(() -> get(deploy(joining(embedded), "one", new Postgres(uri, true))))
                .hasMessageContaining("keep their ledger, " + embedded.ledgerId() + ", themselves");
        LedgerDescriptor another = PgStore.describe(UUID.randomUUID());
        assertThatThrownBy(() -> get(deploy(joining(another), "one", new Postgres(uri, true))))
                .hasMessageContaining("use ledger " + another.ledgerId());
    }

    @Test
    void aDatabaseOfANewerReleaseIsRefused() {
        Vertx first = node();
        get(first.undeploy(get(deploy(first, "one"))));
        server.execute(
                PostgresServer.name(uri.text()),
                "INSERT INTO lotse.migration (number, name, checksum) VALUES (900, '900-more.sql', 1)");
        refuses("was used by a newer release of Lotse (it has 900-more.sql)");
    }

    @Test
    void aDatabaseThatWasSetUpByAnotherScriptIsRefused() {
        Vertx first = node();
        get(first.undeploy(get(deploy(first, "one"))));
        server.execute(PostgresServer.name(uri.text()), "UPDATE lotse.migration SET checksum = 1 WHERE number = 1");
        refuses("was set up by another 001-tables.sql");
    }

    @Test
    void whoMayNotCreateTheTablesIsToldWhatToGrant() {
        server.execute("postgres", "CREATE ROLE poor LOGIN");
        PostgresUri poor = new PostgresUri(uri.text().replace("postgres:secret@", "poor:secret@"));
        assertThatThrownBy(() -> get(deploy(node(), "late", new Postgres(poor, false))))
                .hasMessageContaining("does not let poor set up the ledger")
                .hasMessageContaining("GRANT CREATE ON DATABASE " + PostgresServer.name(uri.text()));
    }
}
