package io.lotse.launcher.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * systemd, of the host or of one user.
 *
 * @param user whether of the user who asks
 * @param folder where units are written
 * @param keep the folder above it that is left even if it is empty
 * @param commands runs systemctl
 */
record Systemd(boolean user, Path folder, Path keep, Commands commands) {
    /** Why units cannot be installed here. */
    Optional<String> hindrance() {
        Commands.Result asked = commands.run(command("show", "--property=Version"), "");
        if (asked.isMissing()) {
            return Optional.of("there is no systemctl on this host: give another --mode, such as cron");
        }
        if (!user && Files.isDirectory(folder) && !Files.isWritable(folder)) {
            return Optional.of(folder + " may not be written by this user: run it again with sudo, or give --user for a"
                    + " unit of yours");
        }
        if (!asked.succeeded()) {
            return Optional.of("systemd cannot be asked: " + asked.reason()
                    + (user ? "; log in as this user, or give" : "; give") + " another --mode, such as cron");
        }
        return Optional.empty();
    }

    Path unit(String name) {
        return folder.resolve(name);
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("systemctl");
        if (user) {
            command.add("--user");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** Has it begin now, and with the host. */
    List<Step> begin(String unit) {
        String log = "journalctl " + (user ? "--user " : "") + "-u " + unit.replaceFirst("\\.timer$", ".service");
        return List.of(
                new Step.Call(command("daemon-reload"), "what was written is removed by lotse service uninstall"),
                new Step.Call(
                        command("enable", "--now", unit),
                        "see " + log + ", mend it and install it again; lotse service uninstall removes it"));
    }

    /** Has it end, and removes its files. */
    List<Step> end(String unit, List<String> files) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Call(
                command("disable", "--now", unit),
                "nothing was removed: see " + String.join(" ", command("status", unit))));
        files.forEach(file -> steps.add(new Step.Remove(unit(file), keep)));
        steps.add(new Step.Call(command("daemon-reload"), "the files are gone: run it yourself"));
        files.forEach(file -> steps.add(new Step.Call(command("reset-failed", file), null)));
        return steps;
    }

    /** @param other a file of it that may be left where the unit is not */
    Way.State state(String unit, String other) {
        if (!Files.exists(unit(unit)) && !Files.exists(unit(other))) {
            return Way.State.ABSENT;
        }
        return new Way.State(unit(unit).toString(), word("is-enabled", unit), word("is-active", unit));
    }

    private String word(String question, String unit) {
        Commands.Result answer = commands.run(command(question, unit), "");
        String word = answer.out().strip();
        return word.isEmpty() ? "unknown: " + answer.reason() : word;
    }

    /** What is told of units that end with their user's last session. */
    List<String> advice() {
        return user ? List.of("it ends when you log out, unless: loginctl enable-linger") : List.of();
    }
}
