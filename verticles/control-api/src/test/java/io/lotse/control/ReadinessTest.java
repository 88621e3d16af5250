package io.lotse.control;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.LedgerStorage;
import io.lotse.contracts.ledger.Voter;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTest {
    private static final long MEGABYTE = 1 << 20;
    private static final ViewState FRESH = new ViewState(42, false, Duration.ZERO);

    private static LedgerStatus ledger(boolean inTouch, LedgerStorage storage) {
        LedgerDescriptor descriptor =
                new LedgerDescriptor("l1", LedgerDescriptor.EMBEDDED, List.of(new Voter("n1", "127.0.0.1:5801")));
        return new LedgerStatus(descriptor, "leader", "n1", 42, 0, inTouch, storage);
    }

    private static LedgerStorage disk(long free, boolean refusing) {
        return new LedgerStorage("/data/n1/ledger", 0, null, free * MEGABYTE, 64 * MEGABYTE, refusing);
    }

    @Test
    void aNodeWhoseDiskHasRoomIsReady() {
        assertThat(Readiness.of(ledger(true, disk(64, false)), FRESH)).isEqualTo(new Readiness("ready", null, FRESH));
    }

    @Test
    void aNodeThatKnowsOfNoDiskIsReady() {
        assertThat(Readiness.of(ledger(true, null), FRESH)).isEqualTo(new Readiness("ready", null, FRESH));
    }

    @Test
    void aNodeThatTakesNoWritesForWantOfRoomSaysWhereToMakeSome() {
        assertThat(Readiness.of(ledger(true, disk(41, true)), FRESH))
                .isEqualTo(new Readiness(
                        "read-only",
                        "the disk of the ledger is almost full: 41 MB are free in /data/n1/ledger, and below 64 MB its"
                                + " voter takes no writes: make room there, or lower --ledger-disk-floor",
                        FRESH));
    }

    @Test
    void aNodeThatLeavesTheWritesToAVoterWithRoomIsReadyAndSaysSo() {
        assertThat(Readiness.of(ledger(true, disk(41, false)), FRESH))
                .isEqualTo(new Readiness(
                        "ready",
                        "the disk of the ledger is almost full: 41 MB are free in /data/n1/ledger, and below 64 MB its"
                                + " voter takes no writes; a voter with room takes them: make room there, or lower"
                                + " --ledger-disk-floor",
                        FRESH));
    }

    @Test
    void aNodeOutOfTouchSaysThatFirst() {
        assertThat(Readiness.of(ledger(false, disk(41, true)), FRESH).reason()).contains("not in touch");
        assertThat(Readiness.of(null, FRESH).status()).isEqualTo("read-only");
        assertThat(Readiness.of(ledger(true, disk(64, false)), new ViewState(42, true, Duration.ZERO))
                        .status())
                .isEqualTo("read-only");
    }
}
