package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.Counts;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.ports.PortRange;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.KernelPorts;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.Setting;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.EphemeralOverlap;

/** Finds all that is doubtful about a node that is to go into production, before anything is started. */
final class ProductionCheck {
    private final KernelPorts kernel;
    private final PortChooser chooser;
    private final Map<Doubt, List<String>> found = new EnumMap<>(Doubt.class);

    /**
     * @param kernel which ports the kernel hands out
     * @param chooser tells which ports cannot be had
     */
    ProductionCheck(KernelPorts kernel, PortChooser chooser) {
        this.kernel = kernel;
        this.chooser = chooser;
    }

    /**
     * Lets a node through about which there is no doubt that nobody accepted.
     *
     * @param former what the node took at its last start
     * @throws Refusal that names every doubt and what to do about it
     */
    void check(Configured configured, TakenPorts former) {
        NodeConfig node = former.applyTo(configured);
        address(node);
        name(configured, node);
        data(node.data());
        configured
                .file()
                .filter(ProductionCheck::isWritableByAll)
                .ifPresent(file -> doubt(Doubt.OPEN_CONFIG, file + " can be written by everybody: chmod o-w " + file));
        voters(node);
        kernelPorts(node.host());
        ports(node, former.votes());
        found.keySet().removeIf(doubt -> configured.acceptedDoubts().contains(doubt.code()));
        if (!found.isEmpty()) {
            throw new Refusal(ExitCode.REFUSED, lines());
        }
    }

    private List<String> lines() {
        int count = found.values().stream().mapToInt(List::size).sum();
        List<String> lines = new ArrayList<>();
        lines.add("this node does not go into production as it is configured, for " + Counts.of(count, "reason") + ":");
        found.forEach((doubt, texts) -> texts.forEach(text -> lines.add("  " + doubt.code() + ": " + text)));
        List<String> deliberate = found.keySet().stream()
                .filter(Doubt::mayBeAccepted)
                .map(Doubt::code)
                .toList();
        if (!deliberate.isEmpty()) {
            lines.add("what is deliberate is accepted with " + Setting.ACCEPT_DOUBTS.option() + " "
                    + String.join(",", deliberate));
        }
        return lines;
    }

    private void doubt(Doubt doubt, String text) {
        found.computeIfAbsent(doubt, d -> new ArrayList<>()).add(text);
    }

    private void address(NodeConfig node) {
        try {
            if (InetAddress.getByName(node.address()).isLoopbackAddress()) {
                doubt(
                        Doubt.LOOPBACK_ADDRESS,
                        "other hosts cannot reach " + node.address() + ": give " + Setting.ADDRESS.option()
                                + " with an address of this host");
            }
        } catch (UnknownHostException e) {
            // told where the ports are looked at
        }
    }

    private void ports(NodeConfig node, boolean votes) {
        try {
            chooser.taken(node, votes).forEach(taken -> doubt(Doubt.PORT_TAKEN, taken));
        } catch (Refusal noSuchAddress) {
            noSuchAddress.lines().forEach(line -> doubt(Doubt.PORT_TAKEN, line));
        }
    }

    private void name(Configured configured, NodeConfig node) {
        if (!configured.asked().contains(Setting.NAME)) {
            doubt(
                    Doubt.DEFAULT_NAME,
                    "the node is called " + node.name() + " after its host, and would be another node if that were"
                            + " renamed: give " + Setting.NAME.option());
        }
    }

    private void data(Path data) {
        List<Path> temporary = Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/run", "/dev/shm")
                .map(Path::of)
                .filter(data::startsWith)
                .toList();
        if (!temporary.isEmpty()) {
            doubt(
                    Doubt.TEMPORARY_DATA,
                    "the data folder " + data + " lies in " + temporary.get(0) + ", which is emptied: give "
                            + Setting.DATA.option());
        }
        if (isWritableByAll(data)) {
            doubt(Doubt.OPEN_DATA, "everybody may write to the data folder " + data + ": chmod o-w " + data);
        }
    }

    private static boolean isWritableByAll(Path path) {
        try {
            return Files.exists(path) && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException notToldHere) {
            return false;
        }
    }

    private void voters(NodeConfig node) {
        boolean alone = node.voters().isEmpty() && node.join().isEmpty();
        if (alone || node.voters().size() == 1) {
            doubt(
                    Doubt.SINGLE_VOTER,
                    "the ledger would lie on one disk alone: name three nodes with " + Setting.VOTERS.option()
                            + " NODE=" + new HostPort("HOST", node.ports().ledger()) + ",... on each of them");
        }
    }

    private void kernelPorts(String host) {
        List<PortRange> managed = new ArrayList<>(List.of(EnvironmentPlan.DEFAULT.span()));
        EnvironmentDefaults.ENVIRONMENTS.forEach(
                name -> managed.add(EnvironmentDefaults.of(name).defaultPortRange()));
        Optional<EphemeralOverlap> overlap = EphemeralOverlap.of(managed, kernel.ephemeral(), kernel.reserved());
        overlap.ifPresent(o -> doubt(Doubt.EPHEMERAL_PORTS, o.text(host)));
    }
}
