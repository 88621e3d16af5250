package io.lotse.launcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.launcher.cli.PortCheckCommand.Finding;
import io.lotse.launcher.cli.PortCheckCommand.Report;
import io.lotse.launcher.config.KernelPorts;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.Role;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.EphemeralOverlap;

/** Looks at the ports that a node would take, before there is one. */
final class ConfiguredPorts {
    private final PortOwner owner;

    ConfiguredPorts(PortOwner owner) {
        this.owner = owner;
    }

    Report check(NodeConfig node) {
        List<Finding> findings = new ArrayList<>();
        listeners(node).forEach((name, port) -> {
            if (!PortChooser.canBind(node.address(), port)) {
                findings.add(new Finding(
                        "port-taken",
                        port,
                        Protocol.TCP,
                        name + " port " + port + " is taken by " + owner.of(port),
                        "end that, or: lotse start --" + name + "-port PORT"));
            }
        });
        KernelPorts kernel = KernelPorts.ofThisHost();
        List<PortRange> given = EnvironmentDefaults.ENVIRONMENTS.stream()
                .map(name -> EnvironmentDefaults.of(name).defaultPortRange())
                .toList();
        EphemeralOverlap.of(given, kernel.ephemeral(), kernel.reserved())
                .ifPresent(overlap -> findings.add(
                        new Finding("ephemeral-overlap", null, null, overlap.text(node.host()), overlap.remedy())));
        return new Report(node.host(), 0, 0, findings);
    }

    static Map<String, Integer> listeners(NodeConfig node) {
        NodeConfig.Ports ports = node.ports();
        Map<String, Integer> listeners = new LinkedHashMap<>();
        if (node.roles().contains(Role.GATEWAY)) {
            listeners.put("gateway", ports.gateway());
        }
        if (node.roles().contains(Role.CONTROL_API)) {
            listeners.put("control", ports.control());
        }
        listeners.put("cluster", ports.cluster());
        if (node.roles().contains(Role.LEDGER) && node.founds()) {
            listeners.put("ledger", ports.ledger());
        }
        if (node.roles().contains(Role.DNS)) {
            listeners.put("dns", ports.dns());
        }
        return listeners;
    }
}
