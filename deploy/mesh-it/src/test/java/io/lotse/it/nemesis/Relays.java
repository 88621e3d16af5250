package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.lotse.it.Lotse;
import io.lotse.testfaults.TcpRelay;
import io.lotse.testfaults.TcpRelay.Direction;

/**
 * A relay for every port that one node may call another at; needs no rights. Every node has a name, and a hosts file of its
 * own by which the others' names are addresses of relays: 127.77.FROM.TO stands before 127.77.0.TO, in the first mesh. What is cut is held
 * and comes when all is whole again, as TCP sends again what was lost.
 */
final class Relays implements Network {
    private static final int FIRST_NET = 77;
    private static final long LOOK_MILLIS = 50;
    /** What TCP waits before it sends again what was lost. */
    private static final Duration RESENT_AFTER = Duration.ofMillis(200);

    private final String net;
    private final List<String> nodes;
    private final Path folder;
    private final Map<Link, List<TcpRelay>> links = new ConcurrentHashMap<>();
    private final Set<InetSocketAddress> relayed = new HashSet<>();
    private final Set<Link> cut = new HashSet<>();
    private final Random random;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private Supplier<Duration> delay = () -> Duration.ZERO;

    /** A way that calls go, from the node that calls. */
    private record Link(String from, String to) {}

    /**
     * @param mesh which one it is of those that run at the same time, from 0
     * @param folder for the hosts files
     * @param seed of what is lost
     */
    Relays(int mesh, List<String> nodes, Path folder, long seed) {
        this.net = "127." + (FIRST_NET + mesh) + ".";
        this.nodes = nodes;
        this.folder = folder;
        this.random = new Random(seed);
        for (String from : nodes) {
            nodes.stream()
                    .filter(to -> !to.equals(from))
                    .forEach(to -> links.put(new Link(from, to), new ArrayList<>()));
            writeHosts(from);
        }
        watch.scheduleWithFixedDelay(this::follow, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void writeHosts(String node) {
        try {
            Files.writeString(
                    hosts(node),
                    nodes.stream()
                            .map(other -> (other.equals(node) ? reach(node) : stretch(new Link(node, other))) + " "
                                    + address(other) + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path hosts(String node) {
        return folder.resolve("hosts-" + node);
    }

    private String stretch(Link link) {
        return net + number(link.from()) + "." + number(link.to());
    }

    private int number(String node) {
        return nodes.indexOf(node) + 1;
    }

    /** A node chooses some ports at its start: whatever it listens at is reached through relays from then on. */
    private synchronized void follow() {
        Set<InetSocketAddress> listeners = Listeners.all();
        links.forEach((link, relays) -> listeners.stream()
                .filter(listener -> listener.getAddress().getHostAddress().equals(reach(link.to())))
                .map(listener -> new InetSocketAddress(stretch(link), listener.getPort()))
                .filter(relayed::add)
                .forEach(listen -> relays.add(relay(link, listen))));
    }

    private TcpRelay relay(Link link, InetSocketAddress listen) {
        TcpRelay relay = TcpRelay.between(listen, new InetSocketAddress(reach(link.to()), listen.getPort()));
        relay.delay(delay);
        if (cut.contains(link)) {
            relay.hold(Direction.TO_SERVER);
        }
        if (cut.contains(new Link(link.to(), link.from()))) {
            relay.hold(Direction.TO_CLIENT);
        }
        return relay;
    }

    @Override
    public String kind() {
        return "relays";
    }

    @Override
    public String address(String node) {
        return "node-" + node;
    }

    @Override
    public String reach(String node) {
        return net + "0." + number(node);
    }

    @Override
    public String services() {
        return "127.0.0.1";
    }

    @Override
    public Lotse at(String node, Lotse lotse) {
        // Vert.x has a resolver of its own, which would read another file
        String options = "-Djdk.net.hosts.file=" + hosts(node) + " -Dvertx.disableDnsResolver=true";
        return lotse.withJavaOptions(options);
    }

    @Override
    public synchronized void cut(String from, String to) {
        cut.add(new Link(from, to));
        links.get(new Link(from, to)).forEach(relay -> relay.hold(Direction.TO_SERVER));
        links.get(new Link(to, from)).forEach(relay -> relay.hold(Direction.TO_CLIENT));
    }

    @Override
    public void lose(double share) {
        delayAll(() -> random.nextDouble() < share ? RESENT_AFTER : Duration.ZERO);
    }

    @Override
    public boolean canDelay() {
        return true;
    }

    @Override
    public void delay(Duration late) {
        delayAll(() -> late);
    }

    private synchronized void delayAll(Supplier<Duration> late) {
        delay = late;
        links.values().forEach(relays -> relays.forEach(relay -> relay.delay(late)));
    }

    @Override
    public synchronized void heal() {
        cut.clear();
        links.values().forEach(relays -> relays.forEach(TcpRelay::letGo));
        delayAll(() -> Duration.ZERO);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            links.values().forEach(relays -> relays.forEach(TcpRelay::close));
        }
    }
}
