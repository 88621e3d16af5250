package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the beginning of a file away while a process appends to it, and loses nothing: Linux does that in one step on ext4
 * and XFS (fallocate(2), FALLOC_FL_COLLAPSE_RANGE); on tmpfs and most others it does not.
 */
final class LogCut {
    private static final Logger LOG = LoggerFactory.getLogger(LogCut.class);

    /** A multiple of what file systems have for a block. */
    private static final long BLOCK = 64 << 10;

    private boolean possible = true;

    /** As many of the first so many bytes as can be taken away: whole blocks, and never all. */
    long most(long bytes) {
        return possible ? (bytes - 1) / BLOCK * BLOCK : 0;
    }

    /** Takes them away; whether it could. Where it cannot once it is not tried again. */
    boolean take(Path file, long bytes) throws IOException {
        if (possible) {
            possible = collapse(file, bytes);
        }
        return possible;
    }

    private static boolean collapse(Path file, long bytes) throws IOException {
        try {
            Process process = new ProcessBuilder(
                            "fallocate", "--collapse-range", "--offset", "0", "--length", "" + bytes, file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was made small", e);
        } catch (IOException e) {
            LOG.debug("event=log_not_collapsed file={} reason=\"{}\"", file, e.toString());
            return false;
        }
    }
}
