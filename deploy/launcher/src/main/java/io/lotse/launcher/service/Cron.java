package io.lotse.launcher.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A line in the user's crontab that looks after the node again and again; see crontab(5). */
final class Cron implements Way {
    private static final int MINUTES = 60;
    private static final int HOURS = 24;

    private final String name;
    private final Commands commands;

    Cron(String name, Commands commands) {
        this.name = name;
        this.commands = commands;
    }

    @Override
    public Optional<String> hindrance() {
        Commands.Result asked = commands.run("crontab", "-l");
        if (asked.isMissing()) {
            return Optional.of("there is no crontab on this host: install cron, or give another --mode");
        }
        return UserCrontab.isReadable(asked)
                ? Optional.empty()
                : Optional.of("this user has no crontab: " + asked.reason() + "; ask root, or give another --mode");
    }

    @Override
    public List<Step> install(Wish wish) {
        return List.of(new Step.Crontab(name, List.of(line(wish))));
    }

    @Override
    public List<Step> uninstall() {
        return List.of(new Step.Crontab(name, List.of()));
    }

    @Override
    public State state() {
        return new UserCrontab(commands).has(name)
                ? new State("the crontab of this user", "enabled", null)
                : State.ABSENT;
    }

    @Override
    public List<String> advice() {
        return List.of("it begins with the next minute, if cron runs on this host");
    }

    /** What a look sees stands in its log; a % is the end of the line to cron. */
    private static String line(Wish wish) {
        String variables = wish.variables().entrySet().stream()
                .map(v -> v.getKey() + "=" + quoted(v.getValue()) + " ")
                .collect(Collectors.joining());
        String command = wish.look().stream().map(Cron::quoted).collect(Collectors.joining(" "));
        return when(wish.every())
                + (" cd " + quoted(wish.folder().toString()) + " && " + variables + command + " >/dev/null 2>&1")
                        .replace("%", "\\%");
    }

    /** The time between two looks as cron says it: whole minutes that make up an hour, or whole hours that make up a day. */
    private static String when(Duration every) {
        long minutes = every.toMinutes();
        boolean whole = every.equals(Duration.ofMinutes(minutes));
        if (whole && minutes >= 1 && minutes < MINUTES && MINUTES % minutes == 0) {
            return (minutes == 1 ? "*" : "*/" + minutes) + " * * * *";
        }
        long hours = minutes / MINUTES;
        if (whole && minutes % MINUTES == 0 && hours >= 1 && hours < HOURS && HOURS % hours == 0) {
            return "0 " + (hours == 1 ? "*" : "*/" + hours) + " * * *";
        }
        throw new ServiceProblem("cron cannot do that every " + every.toSeconds()
                + " s: give --every 1m, 2m, 5m, 10m, 15m, 30m, 1h or another part of an hour or a day");
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
