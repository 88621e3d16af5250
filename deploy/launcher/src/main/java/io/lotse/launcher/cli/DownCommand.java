package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;

/** {@code lotse down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "End a set of services, each after those that need it.",
        footer = {"", "Exit codes: 0 all have ended, 1 refused or one has not, 2 wrong options."})
final class DownCommand extends SetCommand {
    @Mixin
    private SetOptions set;

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "Only these.")
    private List<String> names = List.of();

    DownCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        ControlClient client = client();
        List<SupervisedService> known = services(client, set.node(), null);
        String name = set.name(known);
        List<String> some = names == null ? List.of() : names;
        List<String> nodes = known.stream()
                .filter(one -> one.set().equals(name))
                .map(SupervisedService::node)
                .distinct()
                .toList();
        if (nodes.isEmpty()) {
            print("nothing of " + name + " runs");
            return ExitCode.OK;
        }
        boolean all = true;
        for (String node : nodes) {
            client.send("POST", Paths.DOWN, new SetOrder(node, name, some), Map.of());
            all &= !waits()
                    || await(
                            client,
                            node,
                            name,
                            one -> some.isEmpty() || some.contains(one.service()),
                            one -> one.state() == SupervisedState.STOPPED);
        }
        return all ? ExitCode.OK : ExitCode.REFUSED;
    }
}
