package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import picocli.CommandLine.Option;

import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;

/** What the commands have in common that bring supervised services to another state, and show how they get there. */
abstract class SetCommand extends ControlCommand {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Looks in a row at which nothing moves that is not well. */
    private static final int STILL = 5;

    @Option(names = "--no-wait", description = "Do not wait until it is done.")
    private boolean noWait;

    private final Map<String, SupervisedService> shown = new HashMap<>();

    SetCommand(Map<String, String> environment) {
        super(environment);
    }

    final boolean waits() {
        return !noWait;
    }

    static List<SupervisedService> services(ControlClient client, String node, String set) {
        Map<String, String> filters = new HashMap<>();
        filters.put("node", node);
        filters.put("set", set);
        return client.get(Paths.SUPERVISED + ControlClient.query(filters))
                .as(SupervisedServices.class)
                .items();
    }

    /**
     * Shows each change until all is as it should be, or does not get there.
     *
     * @param chosen which services are awaited
     * @param good whether one is as it should be
     * @return whether all are
     */
    final boolean await(
            ControlClient client,
            String node,
            String set,
            Predicate<SupervisedService> chosen,
            Predicate<SupervisedService> good)
            throws InterruptedException {
        int still = 0;
        while (true) {
            List<SupervisedService> now =
                    services(client, node, set).stream().filter(chosen).toList();
            boolean moved = show(now);
            if (now.stream().allMatch(good)) {
                return true;
            }
            boolean moves = now.stream()
                    .anyMatch(
                            one -> one.state() == SupervisedState.STARTING || one.state() == SupervisedState.STOPPING);
            boolean broken = now.stream()
                    .anyMatch(
                            one -> one.state() == SupervisedState.FAILED || one.state() == SupervisedState.RESTARTING);
            still = moved || moves || !broken ? 0 : still + 1;
            if (still == STILL) {
                return false;
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private boolean show(List<SupervisedService> now) {
        boolean moved = false;
        for (SupervisedService one : now) {
            SupervisedService before = shown.put(one.service(), one);
            boolean changed = before == null
                    || before.state() != one.state()
                    || !Objects.equals(before.pid(), one.pid())
                    || (one.state() == SupervisedState.FAILED && !Objects.equals(before.detail(), one.detail()));
            if (changed) {
                moved = true;
                print(line(one));
            }
        }
        return moved;
    }

    static String line(SupervisedService one) {
        String place = one.port() != null && one.state() == SupervisedState.READY
                ? " at " + one.ipAddress() + ":" + one.port()
                : "";
        String pid = one.pid() == null ? "" : " (pid " + one.pid() + ")";
        String detail = one.detail() == null ? "" : ": " + one.detail();
        return one.service() + " " + one.state().wireName() + place + pid + detail;
    }
}
