package io.lotse.ledger;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class DiskFloorTest {
    private static final long MEGABYTE = 1 << 20;

    private final AtomicLong free = new AtomicLong(100 * MEGABYTE);

    @TempDir
    private Path folder;

    private DiskFloor floor;

    @AfterEach
    void close() {
        floor.close();
    }

    private void start() {
        floor = new DiskFloor("n1", folder, free::get, 64 * MEGABYTE);
        floor.start();
    }

    @Test
    void takesWritesWhileThereIsRoom() {
        start();
        assertThatCode(floor::requireRoom).doesNotThrowAnyException();
        assertThat(floor.storage().freeBytes()).isEqualTo(100 * MEGABYTE);
    }

    @Test
    void saysHowMuchIsFreeWhereAndWhatToDo() {
        free.set(41 * MEGABYTE);
        start();
        assertThatThrownBy(floor::requireRoom)
                .isInstanceOf(DiskFullException.class)
                .hasMessage("nothing was changed: 41 MB are free on the disk of voter n1 (" + folder
                        + "), and below 64 MB it takes no writes: make room there, or lower its --ledger-disk-floor");
    }

    @Test
    void noticesByItselfThatThereIsNoRoomAndThatThereIsAgain() {
        start();
        free.set(0);
        await().until(() -> floor.storage().refusing());
        free.set(64 * MEGABYTE);
        await().until(() -> !floor.storage().refusing());
        assertThatCode(floor::requireRoom).doesNotThrowAnyException();
    }
}
