package io.lotse.launcher.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What keeps a node of this host running without a terminal: installed, looked at, and removed. */
public final class HostServices {
    private static final Path UNITS = Path.of("/etc/systemd/system");

    private final Place place;
    private final Commands commands;

    /**
     * Where and for whom.
     *
     * @param node the node's name; null for that of the host
     * @param user whether with the user's own means, where the host has others too
     * @param folder the user's folder
     * @param config the user's folder of settings
     * @param home where Lotse keeps the nodes of this user
     * @param winsw the program of WinSW; null if nobody said
     */
    public record Place(String node, boolean user, Path folder, Path config, Path home, Path winsw) {
        String name() {
            return node == null ? "lotse" : "lotse-" + node;
        }
    }

    public HostServices(Place place, Commands commands) {
        this.place = place;
        this.commands = commands;
    }

    /**
     * How one of the modes is.
     *
     * @param where what was written
     * @param enabled whether it begins by itself, in the host's own word
     * @param active whether it goes on now, in the host's own word; null where the host does not tell
     */
    public record Installed(ServiceMode mode, String where, String enabled, String active) {}

    /** Those that are installed. */
    public List<Installed> installed() {
        List<Installed> found = new ArrayList<>();
        for (ServiceMode mode : ServiceMode.values()) {
            Way.State state = way(mode).state();
            if (state.isInstalled()) {
                found.add(new Installed(mode, state.where(), state.enabled(), state.active()));
            }
        }
        return found;
    }

    /**
     * Has Lotse kept running so. What is as it should be is left alone.
     *
     * @param dry whether it is only told what would be done
     * @param told is told each thing that was done, a line each
     * @throws ServiceProblem where the host does not let itself be told so
     */
    public void install(ServiceMode mode, Wish wish, boolean dry, Consumer<String> told) {
        Way way = way(mode);
        List<Step> steps = way.install(wish);
        Doer doer = new Doer(commands, told);
        if (dry) {
            doer.show(steps);
            way.hindrance().ifPresent(why -> told.accept("it cannot be done like this: " + why));
            return;
        }
        check(way);
        for (Step step : steps) {
            if (step instanceof Step.Write write) {
                Doer.checkOwn(write.file());
            }
        }
        doer.perform(steps);
        way.advice().forEach(told);
    }

    /**
     * Removes all of it.
     *
     * @param dry whether it is only told what would be done
     * @param told is told each thing that was done, a line each
     * @throws ServiceProblem where the host does not let itself be told so
     */
    public void uninstall(ServiceMode mode, boolean dry, Consumer<String> told) {
        Way way = way(mode);
        List<Step> steps = way.uninstall();
        Doer doer = new Doer(commands, told);
        if (dry) {
            doer.show(steps);
            return;
        }
        check(way);
        for (Step step : steps) {
            if (step instanceof Step.Remove remove && !remove.file().toString().matches(".*\\.(exe|log)")) {
                Doer.checkOwn(remove.file());
            }
        }
        doer.perform(steps);
    }

    private static void check(Way way) {
        way.hindrance().ifPresent(why -> {
            throw new ServiceProblem(why);
        });
    }

    private Way way(ServiceMode mode) {
        Path files = place.home().resolve(".service");
        Path above = place.home().getParent();
        return switch (mode) {
            case SERVICE -> new SystemdService(systemd(), place.name());
            case TIMER -> new SystemdTimer(systemd(), place.name());
            case CRON -> new Cron(place.name(), commands);
            case LAUNCHD ->
                new Launchd(
                        place.name(),
                        place.folder().resolve("Library").resolve("LaunchAgents"),
                        place.folder().resolve("Library"),
                        commands);
            case WINDOWS_SERVICE -> new WindowsService(place.name(), place.winsw(), files, above, commands);
            case WINDOWS_TASK -> new WindowsTask(place.name(), files, above, commands);
        };
    }

    private Systemd systemd() {
        return place.user()
                ? new Systemd(true, place.config().resolve("systemd").resolve("user"), place.config(), commands)
                : new Systemd(false, UNITS, UNITS, commands);
    }
}
