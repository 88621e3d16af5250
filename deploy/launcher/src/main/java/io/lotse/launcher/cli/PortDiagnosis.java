package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.lotse.connection.SystemConfig;
import io.lotse.contracts.ports.Protocol;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.NodeConfig;

/** A look at all ports that are configured, those of the node and those of port-forwards. Nothing is started or changed. */
final class PortDiagnosis {
    private static final String LOOPBACK = "127.0.0.1";

    private final NodeConfig node;
    private final SystemConfig monitored;
    private final Optional<Long> pid;
    private final PortOwner owner = new PortOwner();

    /** @param pid the node's process; empty if it does not run */
    private PortDiagnosis(NodeConfig node, SystemConfig monitored, Optional<Long> pid) {
        this.node = node;
        this.monitored = monitored;
        this.pid = pid;
    }

    /** Of a node at the ports that it has, or of one that does not run at those that it would try first. */
    static PortDiagnosis of(Configured configured) {
        NodeConfig node = new TakenPorts(configured.node().data()).applyTo(configured);
        Optional<Long> pid = NodeFile.read(node.data().resolve(NodeFile.NAME))
                .flatMap(NodeFile::process)
                .map(ProcessHandle::pid);
        return new PortDiagnosis(node, configured.former(), pid);
    }

    /**
     * A port that somebody wants.
     *
     * @param of whose it is: the node's, or that of a service's port-forward
     * @param what which of theirs: a listener, or primary or alternative
     * @param state free, own or taken
     * @param by who has it; null for nobody else
     */
    record Row(String of, String what, int port, String state, String by) {
        boolean isUsable() {
            return !state.equals("taken");
        }
    }

    /** @param findings what is not as it should be, and what mends it; empty for nothing */
    record Report(List<Row> ports, List<String> findings) {}

    Report report() {
        List<Row> rows = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        ConfiguredPorts.listeners(node).forEach((listener, port) -> {
            Row row = row("node", listener, port, node.address());
            rows.add(row);
            if (!row.isUsable()) {
                findings.add(listener + " port " + port + " is taken by " + row.by() + ": end that, or give --"
                        + listener + "-port PORT");
            }
        });
        new TreeMap<>(monitored.portForwards()).forEach((service, ports) -> forward(service, ports, rows, findings));
        return new Report(rows, findings);
    }

    private void forward(String service, List<Integer> ports, List<Row> rows, List<String> findings) {
        List<Row> own = new ArrayList<>();
        for (int port : ports) {
            own.add(row(service, own.isEmpty() ? "primary" : "alternative", port, LOOPBACK));
        }
        rows.addAll(own);
        if (own.stream().noneMatch(Row::isUsable)) {
            findings.add("no port of " + service + " is free, its primary one is taken by "
                    + own.get(0).by() + ": end that, or give it more AlternativePorts");
        }
    }

    private Row row(String of, String what, int port, String address) {
        if (PortChooser.canBind(address, port)) {
            return new Row(of, what, port, "free", null);
        }
        Set<Long> pids = new TreeSet<>(owner.pids(Protocol.TCP, port));
        Protocol protocol = pids.isEmpty() ? Protocol.UDP : Protocol.TCP;
        pids.addAll(owner.pids(Protocol.UDP, port));
        return pid.filter(pids::contains).isPresent()
                ? new Row(of, what, port, "own", null)
                : new Row(of, what, port, "taken", owner.of(protocol, port));
    }

    /** Prints it for people; returns the exit code. */
    int show(PrintWriter out) {
        Report report = report();
        Table table = new Table("OF", "WHAT", "PORT", "STATE", "BY");
        report.ports().forEach(row -> table.row(row.of(), row.what(), row.port(), row.state(), row.by()));
        table.print(out);
        out.println();
        report.findings().forEach(out::println);
        if (report.findings().isEmpty()) {
            out.println("each has a port that it can take");
        }
        out.flush();
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
