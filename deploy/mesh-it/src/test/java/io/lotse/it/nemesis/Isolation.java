package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs a command in a network and a mount namespace of its own, where it may make networks and disks, and all it makes goes
 * with it. Root may do so, and on many systems everybody, as root of a user namespace.
 */
final class Isolation {
    private static final String ENTER = "ip link set lo up && mount -t tmpfs none /run && exec \"$@\"";
    /** What {@link Namespaces} needs. */
    private static final String PROBE =
            """
            ip netns add probe && ip link add probe type bridge && ip link add probe0 type veth peer name eth0 netns probe \
            && ip netns exec probe iptables -A INPUT -s 10.77.0.1 -j DROP \
            && ip netns exec probe iptables -A INPUT -m statistic --mode random --probability 0.1 -j DROP""";

    private final List<String> starter;

    private Isolation(List<String> starter) {
        this.starter = starter;
    }

    /** The one that works here; empty if none does. */
    static Optional<Isolation> find() {
        return Stream.of(
                        List.of("unshare", "--net", "--mount"),
                        List.of("unshare", "--user", "--map-root-user", "--net", "--mount"))
                .map(Isolation::new)
                .filter(Isolation::works)
                .findFirst();
    }

    private boolean works() {
        try {
            run(command("sh", "-c", PROBE).toArray(String[]::new));
            return true;
        } catch (IllegalStateException | UncheckedIOException e) {
            System.out.println("nemesis: " + String.join(" ", starter) + " does not work here: " + e.getMessage());
            return false;
        }
    }

    List<String> command(String... command) {
        List<String> all = new ArrayList<>(starter);
        all.addAll(List.of("sh", "-c", ENTER, "sh"));
        all.addAll(List.of(command));
        return all;
    }

    /** Runs a command to its end; throws an IllegalStateException with what it said if it fails. */
    static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
