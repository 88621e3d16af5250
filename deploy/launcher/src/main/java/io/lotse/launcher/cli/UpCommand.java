package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.launcher.config.LotseHome;
import io.lotse.supervisor.ServicesConfig;
import io.lotse.supervisor.SupervisorConfig;

/** {@code lotse up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Start a declared set of services, and keep them running.",
        description = "Hands the set over to a node of this host, which starts each service once those it needs are"
                + " ready, restarts what crashes, and keeps their logs. What runs as declared is left alone. They run on"
                + " when the node is stopped or killed, and are found again when it is back.%n",
        footer = {
            "",
            "docs/services.md tells what a services.yaml may say. See also: lotse ps, logs, restart, down.",
            "Exit codes: 0 all ready, 1 mistakes in the file or one is not ready, 2 wrong options."
        })
final class UpCommand extends SetCommand {
    @Mixin
    private SetOptions set;

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "Only these, with all that they need.")
    private List<String> names = List.of();

    UpCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        ControlClient client = client();
        if (set.set() != null) {
            return up(client, set.node(), set.set());
        }
        ServicesConfig declared = set.read();
        NodeFile node = node(client, declared.name());
        declare(node, declared);
        return up(new ControlClient(() -> List.of(URI.create(node.control()))), node.name(), declared.name());
    }

    private int up(ControlClient client, String node, String name) throws InterruptedException {
        List<String> some = names == null ? List.of() : names;
        client.send("POST", Paths.UP, new SetOrder(node, name, some), Map.of());
        if (!waits()) {
            return ExitCode.OK;
        }
        boolean all = await(
                client,
                node,
                name,
                one -> one.state() != SupervisedState.STOPPED,
                one -> one.state() == SupervisedState.READY || one.state() == SupervisedState.COMPLETED);
        return all ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** What is to run has to be on the node's own disk. */
    private NodeFile node(ControlClient client, String name) {
        List<URI> asked = nodes().get();
        List<NodeFile> here = new NodeFiles(LotseHome.of(environment()))
                .live().stream()
                        .filter(node -> node.control() != null && asked.contains(URI.create(node.control())))
                        .filter(node -> set.node() == null || node.name().equals(set.node()))
                        .toList();
        if (here.isEmpty()) {
            throw new Refusal(
                    asked.isEmpty()
                            ? "no node of this user runs on this host: start one with lotse start --detach"
                            : "services are started by a node of their own host and user, and none of those that were"
                                    + " named is one: run lotse up there");
        }
        if (here.size() == 1) {
            return here.get(0);
        }
        List<String> having = services(client, null, name).stream()
                .map(SupervisedService::node)
                .distinct()
                .toList();
        return here.stream()
                .filter(node -> having.contains(node.name()))
                .findFirst()
                .orElse(here.get(0));
    }

    private static void declare(NodeFile node, ServicesConfig declared) {
        Path file = SupervisorConfig.declared(Path.of(node.data()), declared.name());
        Path half = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(half, ContractCodec.encode(declared).encodePrettily());
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Refusal("what is declared cannot be handed over to node " + node.name() + ", " + file + ": "
                    + e.getMessage());
        }
    }
}
