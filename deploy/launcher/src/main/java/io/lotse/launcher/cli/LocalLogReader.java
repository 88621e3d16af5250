package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads a log on this disk, with what it was rotated to, and goes on with what is written. */
final class LocalLogReader {
    private static final int MOST_AT_ONCE = 1 << 20;

    private final Path file;
    private final LogFilter filter;
    private long position;
    private String half = "";

    LocalLogReader(Path file, LogFilter filter) {
        this.file = file;
        this.filter = filter;
    }

    /** Of so many of the last lines those that are to be shown. */
    List<String> last(int most) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        List<Path> files = new ArrayList<>(LocalLogs.former(file));
        files.add(file);
        position = Files.size(file);
        for (Path one : files) {
            // what is no UTF-8 is shown all the same
            try (BufferedReader lines = Files.newBufferedReader(one, StandardCharsets.ISO_8859_1)) {
                for (String read = lines.readLine(); read != null; read = lines.readLine()) {
                    String line = text(read);
                    if (filter.isLate(line)) {
                        last.add(line);
                    }
                    if (last.size() > most) {
                        last.remove();
                    }
                }
            } catch (NoSuchFileException rotatedMeanwhile) {
                // its lines are in the next one
            }
        }
        return last.stream().filter(filter::matches).toList();
    }

    /** What was written since the last call and is to be shown; a log that became shorter has begun anew. */
    List<String> more() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        if (Files.size(file) < position) {
            position = 0;
            half = "";
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_AT_ONCE, in.size() - position));
            position += Math.max(0, in.read(bytes, position));
            String read = half + new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int begin = 0;
            for (int end = read.indexOf('\n'); end >= 0; end = read.indexOf('\n', begin)) {
                lines.add(read.substring(begin, end));
                begin = end + 1;
            }
            half = read.substring(begin);
        }
        return lines.stream().map(LocalLogReader::text).filter(filter::matches).toList();
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
