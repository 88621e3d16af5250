package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine.Command;

import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.TargetState;

/** {@code lotse network}. */
@Command(name = "network", mixinStandardHelpOptions = true, header = "Show what a node reaches.")
final class NetworkCommand extends ShowCommand {
    private static final double NANOS_PER_MILLI = 1_000_000;

    NetworkCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        ControlClient.Answer answer = client().get(Paths.NETWORK);
        if (json()) {
            printJson(answer.json());
        } else {
            show(answer.as(NetworkState.class));
        }
        return ExitCode.OK;
    }

    private void show(NetworkState network) {
        print(network.node() + ": " + network.state().wireName() + ", " + network.detail());
        if (network.outage() != null) {
            print("outage since " + network.outage().beganAt() + ": "
                    + network.outage().detail());
        }
        if (network.targets().isEmpty()) {
            return;
        }
        print("");
        Table axes = new Table("AXIS", "STATE", "SINCE", "WHY");
        network.axes()
                .forEach(a -> axes.row(a.axis().wireName(), a.state().wireName(), Ages.since(a.since()), a.detail()));
        axes.print(out());
        print("");
        Table table = new Table("TARGET", "AXIS", "ADDRESS", "STATE", "SINCE", "LATENCY", "LAST TRY");
        for (TargetState target : network.targets()) {
            table.row(
                    target.name(),
                    target.axis() == null ? null : target.axis().wireName(),
                    target.address(),
                    target.state().wireName(),
                    Ages.since(target.since()),
                    target.latency() == null
                            ? null
                            : "%.1f ms".formatted(target.latency().toNanos() / NANOS_PER_MILLI),
                    target.detail());
        }
        table.print(out());
    }
}
