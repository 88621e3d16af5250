package io.lotse.launcher.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Does to a host what was planned, or tells what it would do. */
final class Doer {
    /** Stands in every file that Lotse wrote for a host: what does not have it is somebody else's. */
    static final String MARK = "Written by lotse service install; lotse service uninstall removes it.";

    private final Commands commands;
    private final Consumer<String> told;

    /** @param told is told each thing that was done, a line each */
    Doer(Commands commands, Consumer<String> told) {
        this.commands = commands;
        this.told = told;
    }

    /** Tells what would be done. */
    void show(List<Step> steps) {
        steps.forEach(this::show);
    }

    private void show(Step step) {
        if (step instanceof Step.Write write) {
            told.accept("write " + write.file() + ":");
            indented(write.shown().lines().toList());
        } else if (step instanceof Step.Copy copy) {
            told.accept("copy " + copy.from() + " to " + copy.to());
        } else if (step instanceof Step.Remove remove) {
            told.accept("remove " + remove.file());
        } else if (step instanceof Step.Call call) {
            told.accept("run " + String.join(" ", call.command()));
        } else if (step instanceof Step.Crontab cron && cron.lines().isEmpty()) {
            told.accept("take the lines of " + cron.name() + " out of this user's crontab");
        } else if (step instanceof Step.Crontab cron) {
            told.accept("add to this user's crontab:");
            indented(UserCrontab.block(cron.name(), cron.lines()));
        }
    }

    private void indented(List<String> lines) {
        lines.forEach(line -> told.accept(line.isEmpty() ? "" : "    " + line));
    }

    /** Does it, one step after the other, up to the first that fails. */
    void perform(List<Step> steps) {
        for (Step step : steps) {
            try {
                perform(step);
            } catch (IOException e) {
                throw new ServiceProblem("this host cannot be told so: " + e);
            }
        }
    }

    private void perform(Step step) throws IOException {
        if (step instanceof Step.Write write) {
            write(write);
        } else if (step instanceof Step.Copy copy) {
            Files.createDirectories(copy.to().getParent());
            Files.copy(copy.from(), copy.to(), StandardCopyOption.REPLACE_EXISTING);
            told.accept("wrote " + copy.to());
        } else if (step instanceof Step.Remove remove) {
            remove(remove);
        } else if (step instanceof Step.Call call) {
            call(call);
        } else if (step instanceof Step.Crontab cron) {
            crontab(cron);
        }
    }

    private void crontab(Step.Crontab cron) {
        boolean changed = new UserCrontab(commands).set(cron.name(), cron.lines());
        String lines = "the lines of " + cron.name() + " in this user's crontab";
        if (cron.lines().isEmpty()) {
            told.accept("removed " + lines);
        } else {
            told.accept(changed ? "wrote " + lines : lines + " are as they should be");
        }
    }

    private void write(Step.Write write) throws IOException {
        Path file = write.file();
        boolean there = Files.exists(file);
        if (there && Arrays.equals(Files.readAllBytes(file), write.content())) {
            told.accept(file + " is as it should be");
            return;
        }
        checkOwn(file);
        Files.createDirectories(file.getParent());
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.write(half, write.content());
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        told.accept("wrote " + file);
        if (there) {
            told.accept("what runs goes on as it was until it is started anew");
        }
    }

    private void remove(Step.Remove remove) throws IOException {
        if (!Files.deleteIfExists(remove.file())) {
            return;
        }
        told.accept("removed " + remove.file());
        Path folder = remove.file().getParent();
        try {
            while (folder != null && !folder.equals(remove.keep()) && folder.startsWith(remove.keep())) {
                Files.delete(folder);
                folder = folder.getParent();
            }
        } catch (DirectoryNotEmptyException others) {
            // it is of use to somebody else
        }
    }

    /** Another's file is neither overwritten nor removed. */
    static void checkOwn(Path file) {
        if (Files.exists(file) && !isOwn(file)) {
            throw new ServiceProblem(
                    file + " is there, and not written by lotse service install: move it away, or give another --name");
        }
    }

    private static boolean isOwn(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            // XML for Windows is written in UTF-16
            return new String(content, StandardCharsets.UTF_8).contains(MARK)
                    || new String(content, StandardCharsets.UTF_16LE).contains(MARK);
        } catch (IOException e) {
            return false;
        }
    }

    private void call(Step.Call call) {
        Commands.Result result = commands.run(call.command(), "");
        String command = String.join(" ", call.command());
        if (result.succeeded()) {
            told.accept("ran " + command);
        } else if (call.otherwise() != null) {
            throw new ServiceProblem(command + " failed: " + result.reason(), call.otherwise());
        }
    }
}
