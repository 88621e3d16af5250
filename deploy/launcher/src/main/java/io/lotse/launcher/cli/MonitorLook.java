package io.lotse.launcher.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

import io.lotse.connection.SystemConfig;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.launcher.config.NodeConfig;

/**
 * One look after a node of this host: one that is down is started, one that hangs is ended and started, and of one that is
 * up is told what is not well.
 */
final class MonitorLook {
    /** A node that is busy may miss one or two. */
    private static final int SILENT_LOOKS = 3;
    /** When it is tried again after all attempts have failed: somebody may have mended what was wrong. */
    private static final Duration AFTER_ALL_FAILED = Duration.ofHours(1);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(25);

    private final NodeConfig node;
    private final SystemConfig settings;
    private final IntSupplier starter;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    /** @param starter starts the node in the background; returns its exit code once it is ready or has failed */
    MonitorLook(NodeConfig node, SystemConfig settings, IntSupplier starter, Clock clock) {
        this.node = node;
        this.settings = settings;
        this.starter = starter;
        this.clock = clock;
    }

    /**
     * Something that was found or done.
     *
     * @param well whether it is as it should be
     * @param event as logs name it
     * @param text for people
     */
    record Finding(boolean well, String event, String text) {}

    /** Looks, and does what is to be done. */
    List<Finding> look() {
        MonitorNotes notes = MonitorNotes.read(node.data());
        Optional<NodeFile> running = NodeFile.read(node.data().resolve(NodeFile.NAME))
                .filter(file -> file.process().isPresent());
        MonitorNotes after = running.isPresent() ? up(running.get(), notes) : down(notes);
        if (!after.equals(notes)) {
            after.write(node.data());
        }
        return findings;
    }

    private MonitorNotes down(MonitorNotes notes) {
        if (isHeld(node.data())) {
            found(true, "node_starting", "is being started, or stopped");
            return notes;
        }
        if (StopMark.isSet(node.data())) {
            found(true, "node_stopped", "was stopped by lotse stop, and is left so: lotse start starts it");
            return notes;
        }
        if (!settings.autoStart()) {
            found(false, "node_down", "is down, and AutoStart says that it is not to be started");
            return notes;
        }
        return start(notes);
    }

    private MonitorNotes start(MonitorNotes notes) {
        Integer told = settings.maxRestartAttempts();
        int most = told == null ? settings.recovery().maxRestartAttempts() : told;
        Instant now = clock.instant();
        if (notes.failedStarts() >= most && now.isBefore(again(notes))) {
            found(
                    false,
                    "node_given_up",
                    "is down, and did not start " + notes.failedStarts() + " times: see "
                            + node.data().resolve("logs") + "; it is tried again after " + again(notes));
            return notes;
        }
        if (starter.getAsInt() == ExitCode.OK) {
            found(true, "node_started", "was down, and was started");
            return MonitorNotes.NONE;
        }
        MonitorNotes after = notes.afterFailure(now);
        found(false, "node_not_started", "is down and did not start, failures in a row: " + after.failedStarts());
        return after;
    }

    /** With no attempts at all it is never due. */
    private static Instant again(MonitorNotes notes) {
        return notes.lastFailure() == null ? Instant.MAX : notes.lastFailure().plus(AFTER_ALL_FAILED);
    }

    private MonitorNotes up(NodeFile file, MonitorNotes notes) {
        if (file.control() == null) {
            found(true, "node_up", "runs, pid " + file.pid() + "; without a control API it tells no more");
            return MonitorNotes.NONE;
        }
        ControlClient client = new ControlClient(() -> List.of(URI.create(file.control())), ANSWER);
        try {
            client.get(Paths.HEALTH);
        } catch (Unreachable | Problem e) {
            return silent(file, notes.afterSilence(), e.getMessage());
        }
        found(true, "node_up", "is up, pid " + file.pid());
        try {
            network(client);
            services(client);
        } catch (Unreachable | Problem | ContractException notAsked) {
            // a node without these rooms, or of another release
        }
        return MonitorNotes.NONE;
    }

    private MonitorNotes silent(NodeFile file, MonitorNotes notes, String why) {
        found(false, "node_silent", "does not answer, looks in a row: " + notes.silent() + "; " + why);
        if (notes.silent() < SILENT_LOOKS || !settings.autoStart()) {
            return notes;
        }
        file.process().ifPresent(MonitorLook::end);
        found(false, "node_ended", "was ended, for it hung; its services run on");
        return start(new MonitorNotes(0, notes.failedStarts(), notes.lastFailure()));
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void network(ControlClient client) {
        NetworkState network = client.get(Paths.NETWORK).as(NetworkState.class);
        if (network.outage() != null) {
            found(
                    false,
                    "network_outage",
                    "has been cut off since " + network.outage().beganAt() + ": "
                            + network.outage().detail());
        }
    }

    private void services(ControlClient client) {
        for (SupervisedService service : SetCommand.services(client, node.name(), null)) {
            if (service.state() == SupervisedState.FAILED) {
                found(
                        false,
                        "service_failed",
                        "gave up " + service.set() + "/" + service.service() + ": lotse restart " + service.service()
                                + " tries it again");
            }
        }
    }

    /** Whether a node has this folder, without having said yet that it is ready. */
    private static boolean isHeld(Path data) {
        Optional<FolderLock> lock = FolderLock.tryTake(data.resolve("node.lock"));
        lock.ifPresent(FolderLock::close);
        return lock.isEmpty();
    }

    private void found(boolean well, String event, String text) {
        findings.add(new Finding(well, event, "node " + node.name() + " " + text));
    }
}
