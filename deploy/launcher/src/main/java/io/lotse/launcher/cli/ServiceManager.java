package io.lotse.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.launcher.config.RunningNode;
import io.lotse.launcher.socket.NotifySocket;

/**
 * Whoever started this process as a service and waits to hear of it, as systemd does with {@code Type=notify}. Where there is
 * nobody, nothing is said.
 */
final class ServiceManager {
    /** Of the time after which silence counts as death: two may be late. */
    private static final int BEATS = 3;

    private final Optional<NotifySocket> socket;
    private final Optional<Duration> patience;
    private volatile boolean stopping;

    private ServiceManager(Optional<NotifySocket> socket, Optional<Duration> patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /**
     * The one that the environment tells of.
     *
     * @param pid this process: its children have the same environment, and are not meant
     */
    static ServiceManager of(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean own = environment.getOrDefault("WATCHDOG_PID", "" + pid).equals("" + pid);
        Optional<Duration> patience = own && micros.matches("[1-9]\\d{0,17}")
                ? Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
                : Optional.empty();
        return new ServiceManager(NotifySocket.of(environment), patience);
    }

    /** @param status for people, who ask the manager */
    void ready(String status) {
        say("READY=1\nSTATUS=" + status);
    }

    void stopping() {
        stopping = true;
        say("STOPPING=1\nSTATUS=stopping");
    }

    /** Says from now on that the node is alive, as long as it is: if it hangs, the manager ends it. */
    void watch(RunningNode node) {
        if (socket.isEmpty() || patience.isEmpty()) {
            return;
        }
        Duration pause = patience.get().dividedBy(BEATS);
        Thread thread = new Thread(() -> beat(node, pause), "lotse-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    private void beat(RunningNode node, Duration pause) {
        try {
            while (!stopping) {
                if (isAlive(node, pause)) {
                    say("WATCHDOG=1");
                }
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAlive(RunningNode node, Duration patience) throws InterruptedException {
        try {
            node.beat().toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            log().warn("event=heartbeat_withheld reason=\"an event loop does not go on\" detail=\"{}\"", e.toString());
            return false;
        }
    }

    /** Not before it is needed: the first logger sets logging up, and a node has to know its folder by then. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServiceManager.class);
    }

    private void say(String state) {
        try {
            if (socket.isPresent()) {
                socket.get().send(state);
            }
        } catch (IOException e) {
            log().warn("event=service_manager_not_told state=\"{}\" reason=\"{}\"", state, e.getMessage());
        }
    }
}
