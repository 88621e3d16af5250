package io.lotse.eventlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is room for further events; a full disk would break the log, refusing in time does not. */
final class EventDisk {
    private static final Logger LOG = LoggerFactory.getLogger(EventDisk.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long MEGABYTE = 1 << 20;

    private final Path folder;
    private final FreeSpace space;
    private final long floor;
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;
    private long free = Long.MAX_VALUE;

    /** How many bytes are free. */
    interface FreeSpace {
        long bytes() throws IOException;
    }

    /** @param floor events are refused while fewer bytes are free */
    EventDisk(Path folder, long floor) {
        this(folder, () -> Files.getFileStore(folder).getUsableSpace(), floor);
    }

    EventDisk(Path folder, FreeSpace space, long floor) {
        this.folder = folder;
        this.space = space;
        this.floor = floor;
    }

    /** @throws EventDiskFullException if there is no room */
    synchronized void requireRoom() throws EventDiskFullException {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_EVERY_NANOS) {
            lookedAt = now;
            look();
        }
        if (free < floor) {
            throw new EventDiskFullException("nothing was stored: " + free / MEGABYTE + " MB are free on the disk of "
                    + folder + ", and below " + floor / MEGABYTE
                    + " MB it takes no events: make room there, or keep events for a shorter time");
        }
    }

    private void look() {
        try {
            boolean wasFull = free < floor;
            free = space.bytes();
            if (free < floor != wasFull) {
                LOG.warn("event=event_log_disk full={} folder={} free_bytes={}", free < floor, folder, free);
            }
        } catch (IOException e) {
            LOG.debug("event=disk_space_unknown folder={}", folder, e);
        }
    }
}
