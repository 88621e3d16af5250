package io.lotse.launcher.service;

import java.nio.file.Path;
import java.util.List;

/** One of the things that are done to a host, which can be shown before. */
sealed interface Step {
    /** A file of Lotse's own gets this text, and its folder is created; another's is left alone, and nothing goes on. */
    record Write(Path file, byte[] content, String shown) implements Step {}

    /** A file is copied. */
    record Copy(Path from, Path to) implements Step {}

    /**
     * A file of Lotse's own goes, and folders that are empty without it.
     *
     * @param keep the folder that is left even if it is empty
     */
    record Remove(Path file, Path keep) implements Step {}

    /**
     * A program runs.
     *
     * @param otherwise what to do where it fails; null where that does not matter
     */
    record Call(List<String> command, String otherwise) implements Step {}

    /**
     * Lines in the user's crontab, which are known by what stands around them.
     *
     * @param lines empty for none any more
     */
    record Crontab(String name, List<String> lines) implements Step {}
}
