package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeConfig.Ports;
import io.lotse.launcher.config.Role;
import io.lotse.launcher.config.Setting;

/**
 * The ports that a node took at its last start. They are its defaults at the next: the others know it by them, and look
 * for a voter of the ledger nowhere else.
 */
final class TakenPorts {
    private final Path file;
    private final Memory memory;

    TakenPorts(Path data) {
        this.file = data.resolve("ports.json");
        this.memory = read(file);
    }

    /**
     * What is written down.
     *
     * @param ports null where the node was never started
     * @param votes whether it founded a ledger
     */
    private record Memory(Ports ports, boolean votes) {}

    /** Whether the node has a vote in a ledger already. */
    boolean votes() {
        return memory.votes();
    }

    /** The port at which it answered DNS last; 0 if it never did. */
    int dns() {
        return memory.ports() == null ? 0 : memory.ports().dns();
    }

    /** The configuration with the former ports for those that nobody asked for. */
    NodeConfig applyTo(Configured configured) {
        NodeConfig node = configured.node();
        if (memory.ports() == null) {
            return node;
        }
        Set<Setting> asked = configured.asked();
        Ports wished = node.ports();
        Ports former = memory.ports();
        boolean voter = node.voters().containsKey(node.name());
        return node.with(new Ports(
                kept(asked.contains(Setting.GATEWAY_PORT), wished.gateway(), former.gateway()),
                kept(asked.contains(Setting.CONTROL_PORT), wished.control(), former.control()),
                kept(asked.contains(Setting.CLUSTER_PORT), wished.cluster(), former.cluster()),
                kept(asked.contains(Setting.LEDGER_PORT) || voter, wished.ledger(), former.ledger()),
                kept(asked.contains(Setting.DNS_PORT), wished.dns(), former.dns())));
    }

    /** A release that did not know the listener yet wrote 0. */
    private static int kept(boolean asked, int wished, int former) {
        return asked || former == 0 ? wished : former;
    }

    /** Writes down what was taken. */
    void remember(NodeConfig node) {
        boolean votes = memory.votes() || (node.founds() && node.roles().contains(Role.LEDGER));
        try {
            Files.writeString(
                    file, ContractCodec.encode(new Memory(node.ports(), votes)).encodePrettily() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Memory read(Path file) {
        try {
            return ContractCodec.decode(new JsonObject(Files.readString(file)), Memory.class);
        } catch (IOException | DecodeException | ContractException e) {
            return new Memory(null, false);
        }
    }
}
