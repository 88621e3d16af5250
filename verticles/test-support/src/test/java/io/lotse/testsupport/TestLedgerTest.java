package io.lotse.testsupport;

import java.util.Map;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ledger.Mutation;

import static org.assertj.core.api.Assertions.assertThat;

class TestLedgerTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void viewFollowsWhatIsPut() {
        try (TestLedger ledger = TestLedger.start(vertx)) {
            assertThat(ledger.put(new Mutation("test/one", Map.of("value", 1))).revision())
                    .isEqualTo(1);
            assertThat(ledger.put(Mutation.delete("test/one")).revision()).isEqualTo(2);
            assertThat(ledger.view().freshness().stale()).isFalse();
        }
    }
}
