package io.lotse.meshview;

import java.time.Clock;
import java.util.concurrent.CompletionException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LedgerWriterTest {
    private final MeshView view = new MeshView(Clock.systemUTC());
    private Vertx vertx;
    private ScriptedLedger ledger;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        ledger = new ScriptedLedger(vertx);
        ledger.makeUntold(Samples.instance(1, "a", "orders"));
    }

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @Test
    void showsWhatTheLedgerHoldsOnceTheViewHasIt() {
        join(new MeshViewFeed(vertx, view).start());

        MeshSnapshot fresh = join(new LedgerWriter(vertx, view).fresh("instance/a"));

        assertThat(fresh.instance("a")).isPresent();
    }

    @Test
    void doesNotTakeAViewThatLagsForAFreshOne() {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class, () -> join(new LedgerWriter(vertx, view).fresh("instance/a")));

        assertThat(thrown.getCause()).isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE));
        assertThat(thrown).hasMessageContaining("revision 0 and the ledger at 1");
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
