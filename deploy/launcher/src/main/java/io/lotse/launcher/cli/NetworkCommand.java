package io.lotse.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.RecoveredInstance;
import io.lotse.contracts.network.Recoveries;
import io.lotse.contracts.network.Recovery;
import io.lotse.contracts.network.RecoveryOutcome;
import io.lotse.contracts.network.TargetState;

/** {@code lotse network}. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        header = "Show what a node reaches, or what was done after outages.")
final class NetworkCommand extends ShowCommand {
    @Option(names = "--recoveries", description = "Show what was done after the last outages of the mesh")
    private boolean recoveries;

    private static final double NANOS_PER_MILLI = 1_000_000;

    NetworkCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        return recoveries
                ? show(client().get(Paths.RECOVERIES), answer -> show(answer.as(Recoveries.class)))
                : show(client().get(Paths.NETWORK), answer -> show(answer.as(NetworkState.class)));
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

    private void show(Recoveries known) {
        if (known.items().isEmpty()) {
            print("no outage has ended yet that anything was to be done after");
        }
        for (Recovery recovery : known.items()) {
            recovery.outages()
                    .forEach(o -> print(
                            "outage of " + o.node() + ", " + o.beganAt() + " to " + o.endedAt() + ": " + o.detail()));
            print(recovery.endedAt() + ", seen to by " + recovery.node() + ": came back by themselves: "
                    + recovery.count(RecoveryOutcome.BY_ITSELF) + ", restarted: "
                    + recovery.count(RecoveryOutcome.RESTARTED) + ", still down: "
                    + recovery.count(RecoveryOutcome.FAILED));
            if (!recovery.instances().isEmpty()) {
                Table table = new Table("INSTANCE", "SERVICE", "HOST", "OUTCOME", "DOWN FOR", "RESTARTS", "DETAIL");
                recovery.instances()
                        .forEach(i -> table.row(
                                i.serviceId(),
                                i.serviceName(),
                                i.host(),
                                i.outcome().wireName(),
                                downFor(recovery, i),
                                Integer.toString(i.attempts()),
                                i.detail()));
                table.print(out());
            }
            print("");
        }
    }

    private static String downFor(Recovery recovery, RecoveredInstance instance) {
        Instant until = instance.upAt() == null ? recovery.endedAt() : instance.upAt();
        return Duration.between(instance.downSince(), until).toSeconds() + " s";
    }
}
