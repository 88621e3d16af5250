package io.lotse.raft;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what a machine that lost power left half written at the end of a log. It was never acknowledged, for that
 * comes after the sync; Ratis takes it for damage and would not open the log. What is known to have been applied is cut
 * only at the very end, and where other voters have it still. Other damage in front of whole entries is left for Ratis to refuse, unless a whole
 * sector of it is missing: sectors of one write reach the disk in any order.
 */
public final class TornLog {
    private static final Logger LOG = LoggerFactory.getLogger(TornLog.class);
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final int HEADER = "RaftLog1".length();
    private static final int SECTOR = 512;
    /** The tag of the first field of Ratis's LogEntryProto, which no entry is without. */
    private static final byte TERM = 0x08;

    private final byte[] log;
    private final int written;
    private int at = HEADER;
    /** Of the last whole entry; -1 where there is none. */
    private long lastIndex;

    private TornLog(byte[] log, long firstIndex) {
        this.log = log;
        int end = log.length;
        while (end > 0 && log[end - 1] == 0) {
            end--;
        }
        this.written = end;
        this.lastIndex = firstIndex - 1;
        for (int next = endOfEntry(at); next > 0; next = endOfEntry(at)) {
            lastIndex = indexOf(at, next);
            at = next;
        }
    }

    /**
     * Mends the open segments.
     *
     * @param folder where the log's segments lie; need not exist
     * @param applied the index of the last entry that is known to have been applied; negative where none is
     * @param alone whether no other voter has the entries
     * @return whether the end is gone that this voter may have acknowledged
     * @throws IOException if entries are damaged or gone that may have been acknowledged
     */
    public static boolean mend(Path folder, long applied, boolean alone) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        boolean torn = false;
        for (Path file : files) {
            Matcher open = OPEN.matcher(file.getFileName().toString());
            if (open.matches()) {
                torn |= mend(file, Long.parseLong(open.group(1)), applied, alone);
            }
        }
        return torn;
    }

    private static boolean mend(Path file, long firstIndex, long applied, boolean alone) throws IOException {
        TornLog log = new TornLog(Files.readAllBytes(file), firstIndex);
        boolean isAppliedGone = log.lastIndex < applied;
        if (isAppliedGone && (alone || log.isFollowedByWholeEntries())) {
            throw new IOException("entry " + (log.lastIndex + 1) + " in " + file + ", at byte " + log.at
                    + ", is damaged or gone, and this voter had applied entries up to " + applied
                    + ": what was acknowledged may be lost. Restore the folder, or import the last export into a new"
                    + " ledger; the other voters, where there are some, go on");
        }
        if (log.isTorn()) {
            LOG.warn("event=torn_log_cut file={} at={} bytes={}", file, log.at, log.written - log.at);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(log.at).force(true);
            }
            return true;
        }
        return isAppliedGone;
    }

    private boolean isTorn() {
        if (at >= written) {
            return false;
        }
        int next = nextWholeEntry();
        return next >= written || hasEmptySector(at, next);
    }

    private boolean isFollowedByWholeEntries() {
        return nextWholeEntry() < written;
    }

    private int nextWholeEntry() {
        int next = at + 1;
        while (next < written && !isEntry(next)) {
            next++;
        }
        return next;
    }

    /** As {@link #endOfEntry}, without summing up megabytes at every letter of a text: entries begin with their term. */
    private boolean isEntry(int start) {
        int body = bodyOf(start);
        return body >= 0 && body < written && log[body] == TERM && endOfEntry(start) > 0;
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
    private int endOfEntry(int start) {
        int body = bodyOf(start);
        long length = body < 0 ? 0 : lengthAt(start, body);
        long end = body + length + Integer.BYTES;
        if (length == 0 || end > log.length) {
            return -1;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(log, start, (int) (body + length - start));
        return (int) checksum.getValue() == readInt((int) (body + length)) ? (int) end : -1;
    }

    /** Where the bytes of the entry begin, behind its length; -1 if they do not. */
    private int bodyOf(int start) {
        for (int i = start; i < written && i < start + 5; i++) {
            if (log[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private long lengthAt(int start, int body) {
        long length = 0;
        for (int i = body - 1; i >= start; i--) {
            length = length << 7 | (log[i] & 0x7F);
        }
        return length;
    }

    private long indexOf(int start, int end) {
        int body = bodyOf(start);
        try {
            return LogEntryProto.parser()
                    .parseFrom(log, body, end - Integer.BYTES - body)
                    .getIndex();
        } catch (InvalidProtocolBufferException e) {
            // its checksum is right: it is of another format, which is for Ratis to tell
            return lastIndex + 1;
        }
    }

    private int readInt(int from) {
        return log[from] << 24 | (log[from + 1] & 0xFF) << 16 | (log[from + 2] & 0xFF) << 8 | (log[from + 3] & 0xFF);
    }
}
