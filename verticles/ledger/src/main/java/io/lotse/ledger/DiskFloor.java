package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerStorage;

/**
 * Whether there is room for writes; a full disk would break the log, refusing in time does not. It looks by itself, so
 * that it also notices when there is room again. A voter among others can be told what becomes of the writes that it
 * does not take.
 */
final class DiskFloor {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFloor.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    /** To walk through the folder takes longer, and nothing hangs on it. */
    private static final int SIZE_EVERY = 8;

    private static final long MEGABYTE = 1 << 20;

    private final String node;
    private final Path folder;
    private final FreeSpace space;
    private final long floor;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread looking = new Thread(r, "ledger-disk");
        looking.setDaemon(true);
        return looking;
    });
    private final Reserve reserve;
    private int looks;
    private volatile LedgerStorage seen;
    private volatile Runnable whileLow = () -> {};
    private volatile Runnable atEachLook = () -> {};
    private volatile Writes whenLow = Writes.REFUSED;
    private volatile Writes writes = Writes.REFUSED;

    /** What becomes of writes while this voter has no room. */
    enum Writes {
        /** The others are being asked. */
        UNDECIDED,
        /** Another voter leads and has room, or is about to. */
        TAKEN_ELSEWHERE,
        REFUSED
    }

    /** How many bytes are free; fails where that cannot be seen. */
    interface FreeSpace {
        long bytes() throws IOException;
    }

    /** @param floor writes are refused while fewer bytes are free */
    DiskFloor(String node, Path folder, long floor) {
        this(node, folder, () -> Files.getFileStore(folder).getUsableSpace(), floor);
    }

    DiskFloor(String node, Path folder, FreeSpace space, long floor) {
        this.node = node;
        this.folder = folder;
        this.space = space;
        this.floor = floor;
        this.reserve = new Reserve(folder);
        this.seen = new LedgerStorage(folder.toString(), 0, null, Long.MAX_VALUE, floor, false);
    }

    /** Looks once, and from now on. */
    void start() {
        look();
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        thread.shutdown();
    }

    /** What else is to be looked after all the time; must not block. */
    void atEachLook(Runnable also) {
        atEachLook = also;
    }

    /** There are others: runs this after each look that found no room, and does not refuse before it has decided. */
    void whileLow(Runnable decide) {
        whenLow = Writes.UNDECIDED;
        writes = Writes.UNDECIDED;
        whileLow = decide;
    }

    /** What becomes of writes for as long as there is no room; returns what was said before. */
    Writes decide(Writes now) {
        Writes before = writes;
        writes = now;
        return before;
    }

    /** How it was when it looked last; refusing is said only where no other voter takes the writes. */
    LedgerStorage storage() {
        LedgerStorage now = seen;
        return now.refusing() && writes != Writes.REFUSED
                ? new LedgerStorage(
                        now.folder(), now.sizeBytes(), now.snapshotAt(), now.freeBytes(), now.floorBytes(), false)
                : now;
    }

    /**
     * @throws HandingOverException if no write may be taken here, but perhaps by the next leader
     * @throws DiskFullException if no write may be taken
     */
    void requireRoom() throws DiskFullException {
        LedgerStorage now = seen;
        if (now.refusing()) {
            String why = "nothing was changed: " + now.freeBytes() / MEGABYTE + " MB are free on the disk of voter "
                    + node + " (" + folder + "), and below " + floor / MEGABYTE
                    + " MB it takes no writes: make room there, or lower its --ledger-disk-floor";
            throw writes == Writes.REFUSED ? new DiskFullException(why) : new HandingOverException(why);
        }
    }

    private void look() {
        try {
            boolean measure = looks++ % SIZE_EVERY == 0;
            LedgerStorage before = seen;
            long free = space.bytes();
            if (reserve.look(free, floor)) {
                free = space.bytes();
            }
            boolean refusing = free < floor;
            if (refusing != before.refusing()) {
                tell(refusing, free);
                writes = whenLow;
            }
            seen = new LedgerStorage(
                    before.folder(),
                    measure ? size() : before.sizeBytes(),
                    measure ? lastSnapshot() : before.snapshotAt(),
                    free,
                    floor,
                    refusing);
            if (refusing) {
                whileLow.run();
            }
            atEachLook.run();
        } catch (IOException | UncheckedIOException e) {
            // a file that goes while it is looked at, for the most part: it will look again
            LOG.debug("event=disk_space_unknown folder={}", folder, e);
        }
    }

    private void tell(boolean refusing, long free) {
        if (refusing) {
            LOG.error(
                    "event=ledger_disk_full folder={} free_bytes={} floor_bytes={}: this voter takes no writes until"
                            + " there is room: make some, or lower --ledger-disk-floor",
                    folder,
                    free,
                    floor);
        } else {
            LOG.warn("event=ledger_disk_has_room folder={} free_bytes={} floor_bytes={}", folder, free, floor);
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> Files.isRegularFile(f) && !reserve.isIn(f))
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private Instant lastSnapshot() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long newest = files.filter(LedgerFolder::isSnapshot)
                    .mapToLong(f -> f.toFile().lastModified())
                    .max()
                    .orElse(0);
            return newest == 0 ? null : Instant.ofEpochMilli(newest);
        }
    }
}
