package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network that only its node and the node's services see, with one neighbour at the other end of a link that can be
 * pulled. It goes with this process. Root may make one, and on many systems everybody, as root of a user namespace.
 */
final class OwnNetwork implements AutoCloseable {
    /** Refuses connections, so that who asks knows that it is there. */
    static final String NEIGHBOUR = "10.78.0.1";

    private static final String LINK = "eth0";
    private static final String MADE = "made";
    /** It ends with its standard input. */
    private static final String MAKE =
            """
            ip link set lo up && mount -t tmpfs none /run && ip netns add world \
            && ip link add %2$s type veth peer name %2$s netns world \
            && ip netns exec world ip address add %1$s/24 dev %2$s && ip netns exec world ip link set %2$s up \
            && ip address add 10.78.0.2/24 dev %2$s && ip link set %2$s up && echo %3$s && exec cat"""
                    .formatted(NEIGHBOUR, LINK, MADE);

    /** How such a network is made, and entered. */
    private record Way(List<String> maker, List<String> entry) {}

    private static final Optional<Way> WAY = Stream.of(
                    new Way(List.of("unshare", "--net", "--mount"), List.of("--net")),
                    new Way(
                            List.of("unshare", "--user", "--map-root-user", "--net", "--mount"),
                            List.of("--user", "--preserve-credentials", "--net")))
            .filter(OwnNetwork::works)
            .findFirst();

    private final Process holder;
    private final List<String> entry;

    OwnNetwork() {
        this(WAY.orElseThrow());
    }

    private OwnNetwork(Way way) {
        try {
            holder = new ProcessBuilder(Stream.concat(way.maker().stream(), Stream.of("sh", "-c", MAKE))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!MADE.equals(holder.inputReader().readLine())) {
                throw new IOException("no network can be made");
            }
            entry = Stream.of(List.of("nsenter", "--target", "" + holder.pid()), way.entry(), List.of("--"))
                    .flatMap(List::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there can be any on this machine. */
    static boolean canBe() {
        return WAY.isPresent();
    }

    private static boolean works(Way way) {
        try (OwnNetwork tried = new OwnNetwork(way)) {
            tried.run("true");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Its commands run in it. */
    Lotse in(Lotse lotse) {
        return lotse.startedBy(entry, Map.of());
    }

    void pull() {
        run("ip", "link", "set", LINK, "down");
    }

    void putBack() {
        run("ip", "link", "set", LINK, "up");
    }

    private void run(String... command) {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(entry.stream(), Stream.of(command)).toList())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        holder.destroy();
    }
}
