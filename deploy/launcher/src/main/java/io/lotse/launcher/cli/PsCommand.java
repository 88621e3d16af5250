package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;

/** {@code lotse ps}. */
@Command(name = "ps", mixinStandardHelpOptions = true, header = "List the services that nodes keep running.")
final class PsCommand extends ShowCommand {
    @Option(names = "--set", paramLabel = "SET", description = "Only those of this set.")
    private String set;

    @Option(names = "--node", paramLabel = "NODE", description = "Only those of this node.")
    private String node;

    PsCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        List<SupervisedService> services = SetCommand.services(client(), node, set);
        if (json()) {
            printJson(new SupervisedServices(services));
        } else if (services.isEmpty()) {
            print("no service is supervised" + (set == null ? "" : " of " + set) + ": lotse up starts some");
        } else {
            show(services);
        }
        return ExitCode.OK;
    }

    private void show(List<SupervisedService> services) {
        Table table = new Table("NODE", "SET", "SERVICE", "STATE", "PID", "ENDPOINT", "RESTARTS", "SINCE", "DETAIL");
        for (SupervisedService one : services) {
            table.row(
                    one.node(),
                    one.set(),
                    one.service(),
                    one.state().wireName(),
                    one.pid(),
                    one.port() == null ? null : one.ipAddress() + ":" + one.port(),
                    one.restarts(),
                    Ages.since(one.since()),
                    one.detail());
        }
        table.print(out());
    }
}
