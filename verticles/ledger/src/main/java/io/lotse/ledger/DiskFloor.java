package io.lotse.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is room for writes; a full disk would break the log, refusing in time does not. */
final class DiskFloor {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFloor.class);
    private static final long LOOK_EVERY_NANOS = 500_000_000;

    private final Path folder;
    private final long floor;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY_NANOS);
    private volatile boolean room = true;

    DiskFloor(Path folder, long floor) {
        this.folder = folder;
        this.floor = floor;
    }

    boolean hasRoom() {
        long now = System.nanoTime();
        long before = lookedAt.get();
        if (now - before >= LOOK_EVERY_NANOS && lookedAt.compareAndSet(before, now)) {
            look();
        }
        return room;
    }

    private void look() {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (room && free < floor) {
                LOG.error("event=disk_almost_full folder={} free_bytes={} floor_bytes={}", folder, free, floor);
            }
            room = free >= floor;
        } catch (IOException e) {
            LOG.warn("event=disk_space_unknown folder={}", folder, e);
        }
    }
}
