package io.lotse.launcher.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The crontab of the user, in which Lotse has lines between two of its own. All others stay as they are, byte by byte. See
 * crontab(1).
 */
final class UserCrontab {
    private static final String NONE = "no crontab for";

    private final Commands commands;

    UserCrontab(Commands commands) {
        this.commands = commands;
    }

    /** Whether this user may have one, and has lines of that name in it. */
    boolean has(String name) {
        Commands.Result read = commands.run("crontab", "-l");
        return read.succeeded() && read.out().lines().anyMatch(begin(name)::equals);
    }

    /** Whether a crontab could be read, or is not there yet. */
    static boolean isReadable(Commands.Result read) {
        return read.succeeded() || read.err().contains(NONE);
    }

    /**
     * Puts lines of that name in place of the former ones, or behind all others.
     *
     * @param lines empty for none any more
     * @return whether that changed anything
     */
    boolean set(String name, List<String> lines) {
        List<String> before = read();
        List<String> after = new ArrayList<>(before);
        int begin = before.indexOf(begin(name));
        int end = before.indexOf(end(name));
        if (begin < 0 != end < 0 || end < begin) {
            throw new ServiceProblem("the crontab of this user has only one of \"" + begin(name) + "\" and \""
                    + end(name) + "\": mend it with crontab -e");
        }
        if (begin >= 0) {
            after.subList(begin, end + 1).clear();
        }
        if (!lines.isEmpty()) {
            after.addAll(begin >= 0 ? begin : after.size(), asBytes(block(name, lines)));
        }
        if (after.equals(before)) {
            return false;
        }
        write(after);
        return true;
    }

    private void write(List<String> lines) {
        Commands.Result written = lines.isEmpty()
                ? commands.run("crontab", "-r")
                : commands.run(List.of("crontab", "-"), String.join("\n", lines) + "\n");
        if (!written.succeeded()) {
            throw new ServiceProblem("the crontab of this user cannot be written: " + written.reason());
        }
    }

    /** The lines, with those around by which they are found again. */
    static List<String> block(String name, List<String> lines) {
        List<String> block = new ArrayList<>();
        block.add(begin(name));
        block.addAll(lines);
        block.add(end(name));
        return block;
    }

    private List<String> read() {
        Commands.Result read = commands.run("crontab", "-l");
        if (!isReadable(read)) {
            throw new ServiceProblem("the crontab of this user cannot be read: " + read.reason());
        }
        // split at newlines alone: all else is the user's
        return read.succeeded() && !read.out().isEmpty()
                ? List.of(read.out().replaceFirst("\n$", "").split("\n", -1))
                : List.of();
    }

    /** As what programs read and say is held here: a character a byte. */
    private static List<String> asBytes(List<String> lines) {
        return lines.stream()
                .map(line -> new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static String begin(String name) {
        return "# begin of " + name + ": " + Doer.MARK;
    }

    private static String end(String name) {
        return "# end of " + name;
    }
}
