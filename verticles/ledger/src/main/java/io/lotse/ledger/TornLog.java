package io.lotse.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what a machine that lost power left half written at the end of a log. It was never acknowledged, for that
 * comes after the sync; Ratis takes it for damage and would not open the log. Damage in front of whole entries is left
 * for Ratis to refuse, unless a whole sector of it is missing: sectors of one write reach the disk in any order.
 */
final class TornLog {
    private static final Logger LOG = LoggerFactory.getLogger(TornLog.class);
    private static final int HEADER = "RaftLog1".length();
    private static final int SECTOR = 512;

    private final byte[] log;
    private final int written;

    private TornLog(byte[] log) {
        this.log = log;
        int end = log.length;
        while (end > 0 && log[end - 1] == 0) {
            end--;
        }
        this.written = end;
    }

    /** @param folder where the log's segments lie; need not exist */
    static void mend(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> open;
        try (Stream<Path> files = Files.list(folder)) {
            open = files.filter(f -> f.getFileName().toString().startsWith("log_inprogress_"))
                    .toList();
        }
        for (Path file : open) {
            TornLog log = new TornLog(Files.readAllBytes(file));
            int whole = log.endOfWholeEntries();
            if (log.isTornAt(whole)) {
                LOG.warn("event=torn_log_cut file={} at={} bytes={}", file, whole, log.written - whole);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(whole).force(true);
                }
            }
        }
    }

    private int endOfWholeEntries() {
        int at = HEADER;
        for (int end = endOfEntry(at); end > 0; end = endOfEntry(at)) {
            at = end;
        }
        return at;
    }

    private boolean isTornAt(int at) {
        if (at >= written) {
            return false;
        }
        int next = at + 1;
        while (next < written && endOfEntry(next) < 0) {
            next++;
        }
        return next >= written || hasEmptySector(at, next);
    }

    private boolean hasEmptySector(int from, int to) {
        for (int sector = (from + SECTOR - 1) / SECTOR * SECTOR; sector + SECTOR <= to; sector += SECTOR) {
            int i = sector;
            while (i < sector + SECTOR && log[i] == 0) {
                i++;
            }
            if (i == sector + SECTOR) {
                return true;
            }
        }
        return false;
    }

    /** Where the entry that begins here ends: its length as a varint, its bytes, and a CRC-32C of both; -1 if none does. */
    private int endOfEntry(int at) {
        long length = 0;
        int body = at;
        for (int shift = 0; shift < 32; shift += 7) {
            if (body >= written) {
                return -1;
            }
            byte b = log[body++];
            length |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                break;
            }
        }
        long end = body + length + Integer.BYTES;
        if (length == 0 || end > log.length) {
            return -1;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(log, at, (int) (body + length - at));
        return (int) checksum.getValue() == readInt((int) (body + length)) ? (int) end : -1;
    }

    private int readInt(int at) {
        return log[at] << 24 | (log[at + 1] & 0xFF) << 16 | (log[at + 2] & 0xFF) << 8 | (log[at + 3] & 0xFF);
    }
}
