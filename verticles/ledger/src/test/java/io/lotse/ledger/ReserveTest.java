package io.lotse.ledger;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReserveTest {
    private static final long FLOOR = 64 << 20;
    private static final long ROOM = FLOOR + Reserve.BYTES;

    @TempDir
    private Path folder;

    private Path file;
    private Reserve reserve;

    @BeforeEach
    void open() {
        file = folder.resolve("reserve");
        reserve = new Reserve(folder);
    }

    @Test
    void isTakenWhereTheFloorIsKeptWithIt() {
        assertThat(reserve.look(ROOM - 1, FLOOR)).isFalse();
        assertThat(file).doesNotExist();
        assertThat(reserve.look(ROOM, FLOOR)).isFalse();
        assertThat(file).hasSize(Reserve.BYTES);
    }

    @Test
    void isGivenUpOnceWhereThereIsNoOtherRoomAndTakenAgainLater() {
        reserve.look(ROOM, FLOOR);
        assertThat(reserve.look(FLOOR - 1, FLOOR)).isFalse();
        assertThat(reserve.look(Reserve.GIVEN_UP_BELOW, FLOOR)).isFalse();
        assertThat(file).exists();
        assertThat(reserve.look(Reserve.GIVEN_UP_BELOW - 1, FLOOR)).isTrue();
        assertThat(file).doesNotExist();
        assertThat(reserve.look(0, FLOOR)).isFalse();
        reserve.look(ROOM, FLOOR);
        assertThat(file).hasSize(Reserve.BYTES);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoFailure() {
        Reserve nowhere = new Reserve(folder.resolve("missing"));
        assertThat(nowhere.look(ROOM, FLOOR)).isFalse();
        assertThat(nowhere.look(0, FLOOR)).isFalse();
    }
}
