package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.lotse.it.Lotse;

/**
 * A network namespace for each node, tied to a bridge in the namespace of the tests: packets are really lost. Works in a
 * process that may make namespaces, see {@link Isolation}; all of it goes with that process.
 */
final class Namespaces implements Network {
    private static final String NET = "10.77.0.";
    private static final String BRIDGE = "nemesis";
    private static final int TESTS = 254;

    private final Map<String, String> addresses = new LinkedHashMap<>();

    Namespaces(List<String> nodes) {
        Isolation.run("ip", "link", "add", BRIDGE, "type", "bridge");
        Isolation.run("ip", "address", "add", NET + TESTS + "/24", "dev", BRIDGE);
        Isolation.run("ip", "link", "set", BRIDGE, "up");
        nodes.forEach(this::add);
    }

    private void add(String node) {
        String address = NET + (addresses.size() + 1);
        addresses.put(node, address);
        String link = "nemesis-" + node;
        Isolation.run("ip", "netns", "add", node);
        Isolation.run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", node);
        Isolation.run("ip", "link", "set", link, "master", BRIDGE, "up");
        inside(node, "ip", "link", "set", "lo", "up");
        inside(node, "ip", "address", "add", address + "/24", "dev", "eth0");
        inside(node, "ip", "link", "set", "eth0", "up");
    }

    @Override
    public String kind() {
        return "namespaces";
    }

    @Override
    public String address(String node) {
        return addresses.get(node);
    }

    @Override
    public String reach(String node) {
        return addresses.get(node);
    }

    @Override
    public String services() {
        return NET + TESTS;
    }

    @Override
    public Lotse at(String node, Lotse lotse) {
        return lotse.startedBy(List.of("ip", "netns", "exec", node), Map.of());
    }

    @Override
    public void cut(String from, String to) {
        inside(to, "iptables", "-A", "INPUT", "-s", address(from), "-j", "DROP");
    }

    @Override
    public void lose(double share) {
        for (String to : addresses.keySet()) {
            for (String from : addresses.keySet()) {
                inside(
                        to,
                        ("iptables -A INPUT -s " + address(from) + " -m statistic --mode random --probability " + share
                                        + " -j DROP")
                                .split(" "));
            }
        }
    }

    @Override
    public boolean canDelay() {
        return false;
    }

    @Override
    public void delay(Duration late) {
        throw new UnsupportedOperationException("few kernels have netem: packets are delayed by relays");
    }

    @Override
    public void heal() {
        addresses.keySet().forEach(node -> inside(node, "iptables", "-F", "INPUT"));
    }

    @Override
    public void close() {
        addresses.keySet().forEach(node -> Isolation.run("ip", "netns", "delete", node));
        Isolation.run("ip", "link", "delete", BRIDGE);
    }

    private static void inside(String node, String... command) {
        Isolation.run(Stream.concat(Stream.of("ip", "netns", "exec", node), Stream.of(command))
                .toArray(String[]::new));
    }
}
