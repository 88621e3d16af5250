package io.lotse.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.supervision.SupervisionContract;

/** Linux: processes from {@code /proc}. All of it blocks for a moment. */
final class ProcFolder implements ProcessTable {
    /** Of the fields behind the command's name: the third of the whole line is the first of these. */
    private static final int STATE = 0;

    private static final int GROUP = 2;
    private static final int START_TICKS = 19;
    private static final String VARIABLE = "\0" + SupervisionContract.MARK_VARIABLE + "=";

    private final Path proc;

    private record Stat(String state, long group, String startTicks) {
        boolean isOver() {
            return state.equals("Z") || state.equals("X");
        }
    }

    ProcFolder(Path proc) {
        this.proc = proc;
    }

    @Override
    public Optional<Proc> identify(long pid) {
        return stat(pid).filter(stat -> !stat.isOver()).map(stat -> new Proc(pid, mark(stat)));
    }

    private String mark(Stat stat) {
        return read("sys/kernel/random/boot_id").map(String::strip).orElse("") + "/" + stat.startTicks();
    }

    @Override
    public List<Member> members(String marks, Long group) {
        List<Member> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                member(process, marks, group).ifPresent(members::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the processes cannot be listed", e);
        }
        return members;
    }

    private Optional<Member> member(Path process, String marks, Long group) {
        long pid = Long.parseLong(process.getFileName().toString());
        return stat(pid)
                .filter(stat -> !stat.isOver())
                .filter(stat -> (group != null && stat.group() == group)
                        || variable(pid).startsWith(marks))
                .map(stat -> new Member(new Proc(pid, mark(stat)), stat.group() == pid));
    }

    private String variable(long pid) {
        String environment = "\0" + read(pid + "/environ").orElse("") + "\0";
        int at = environment.indexOf(VARIABLE);
        if (at < 0) {
            return "";
        }
        int value = at + VARIABLE.length();
        return environment.substring(value, environment.indexOf('\0', value));
    }

    private Optional<Stat> stat(long pid) {
        return read(pid + "/stat").map(line -> {
            // the command's name stands in brackets and may hold anything, brackets too
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            return new Stat(fields[STATE], Long.parseLong(fields[GROUP]), fields[START_TICKS]);
        });
    }

    /** Empty for a process that is gone, or of another user. */
    private Optional<String> read(String file) {
        try {
            return Optional.of(new String(Files.readAllBytes(proc.resolve(file)), StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
    }
}
