package io.lotse.meshview;

import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LedgerWriterTest extends ScriptedLedgerSetup {
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
}
