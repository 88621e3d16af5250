package io.lotse.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that a process appends to by itself, kept small by copying it to {@code NAME.1.log} and taking that away from it. A
 * position in it counts all bytes that were ever written. All of it blocks for a moment.
 */
final class LogFile {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path file;
    private final ServicesConfig.Log bounds;
    private final LogCut cut = new LogCut();
    /** How many bytes were written before those that the file holds now. */
    private long base;

    private long dropped;

    /** A part of what was written: the bytes from one position on, and where they are. */
    record Segment(long start, long length, Path file) {
        long end() {
            return start + length;
        }
    }

    LogFile(Path file, ServicesConfig.Log bounds) {
        this.file = file;
        this.bounds = bounds;
        this.base = readBase();
    }

    /** Creates what has to be there before a process writes. */
    synchronized Path prepare() throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    /** Says something between the lines of the process; a disk that is full keeps that from nobody's work. */
    synchronized void say(String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("event=log_not_written file={} reason=\"{}\"", file, e.toString());
        }
    }

    /** The position behind all that was written. */
    synchronized long end() {
        return base + size(file);
    }

    /** Makes it small again if it is large; whether it was. */
    synchronized boolean rotate() {
        if (size(file) <= bounds.size()) {
            return false;
        }
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long kept = cut.most(log.size());
            boolean whole = kept < bounds.size() / 2;
            if (whole) {
                kept = log.size();
            }
            keep(log, kept);
            if (whole || !cut.take(file, kept)) {
                kept = keepRest(log, kept);
                log.truncate(0);
            }
            base += kept;
            writeBase();
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            LOG.warn("event=log_not_rotated file={} reason=\"{}\"", file, e.toString());
            return false;
        }
        return true;
    }

    /** How many bytes were kept nowhere since this was asked last: they came faster than files of that size can take. */
    synchronized long takeDropped() {
        long now = dropped;
        dropped = 0;
        return now;
    }

    /**
     * Copies it up to a position, but of that no more than twice what a file may have: it is looked at now and then only.
     * The older files move on, and make room where the disk is full.
     */
    private void keep(FileChannel log, long to) throws IOException {
        if (bounds.files() < 2) {
            return;
        }
        long from = Math.max(0, to - 2 * bounds.size());
        dropped += from;
        try {
            moveOn(log, from, to);
        } catch (IOException e) {
            drop(e);
            try {
                moveOn(log, from, to);
            } catch (IOException again) {
                Files.deleteIfExists(half());
                dropped += to - from;
            }
        }
    }

    private void moveOn(FileChannel log, long from, long to) throws IOException {
        Files.deleteIfExists(half());
        copy(log, from, to, half());
        for (int i = bounds.files() - 1; i > 1; i--) {
            if (Files.exists(rotated(i - 1))) {
                Files.move(rotated(i - 1), rotated(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(half(), rotated(1), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies too what was written meanwhile, but no more than a file may have once more; up to where all is seen to. */
    private long keepRest(FileChannel log, long from) throws IOException {
        if (bounds.files() < 2) {
            return log.size();
        }
        long at = from;
        long most = from + bounds.size();
        try {
            while (Files.exists(rotated(1)) && at < Math.min(most, log.size())) {
                long to = Math.min(most, log.size());
                copy(log, at, to, rotated(1));
                at = to;
            }
        } catch (IOException e) {
            drop(e);
        }
        long end = log.size();
        dropped += end - at;
        return end;
    }

    /** Copies a part of it to the end of another file. */
    private static void copy(FileChannel log, long from, long to, Path target) throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.position(out.size());
            long at = from;
            while (at < to) {
                long copied = log.transferTo(at, to - at, out);
                if (copied <= 0) {
                    throw new IOException("it became shorter meanwhile: who else empties it?");
                }
                at += copied;
            }
        }
    }

    private void drop(IOException why) throws IOException {
        LOG.warn("event=log_dropped file={} reason=\"{}\" advice=\"make room on that disk\"", file, why.toString());
        Files.deleteIfExists(half());
        for (int i = 1; i < bounds.files(); i++) {
            Files.deleteIfExists(rotated(i));
        }
    }

    /** What there is, the oldest first. */
    synchronized List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment(base, size(file), file));
        long start = base;
        for (int i = 1; i < bounds.files(); i++) {
            long size = size(rotated(i));
            start -= size;
            if (size > 0 && start >= 0) {
                segments.add(0, new Segment(start, size, rotated(i)));
            }
        }
        return segments;
    }

    /** The bytes from a position on, at most so many; from the oldest there are where that is later. */
    synchronized Part read(long from, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        // one that is shorter than it was has begun anew
        long begin = from > end() ? base : Math.max(from, segments().get(0).start());
        long at = begin;
        for (Segment segment : segments()) {
            if (at < segment.start() || at >= segment.end() || !bytes.hasRemaining()) {
                continue;
            }
            try (FileChannel in = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
                in.position(at - segment.start());
                int read = 0;
                while (read >= 0 && bytes.hasRemaining() && at < segment.end()) {
                    read = in.read(bytes);
                    at += Math.max(0, read);
                }
            }
        }
        return new Part(begin, new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
    }

    /**
     * Some of a log.
     *
     * @param bytes one character a byte
     */
    record Part(long start, String bytes) {}

    private Path half() {
        return sibling(".new");
    }

    private Path rotated(int i) {
        return sibling("." + i + ".log");
    }

    private Path sibling(String ending) {
        String name = file.getFileName().toString();
        String plain = name.endsWith(".log") ? name.substring(0, name.length() - ".log".length()) : name;
        return file.resolveSibling(plain + ending);
    }

    private long readBase() {
        try {
            return Long.parseLong(Files.readString(sibling(".position")).strip());
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }

    private void writeBase() throws IOException {
        Files.writeString(sibling(".position"), Long.toString(base));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException notThere) {
            return 0;
        }
    }
}
