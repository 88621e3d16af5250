package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.registry.Deregistration;

/** {@code lotse deregister}. */
@Command(name = "deregister", mixinStandardHelpOptions = true, header = "Forget instances and give their ports free.")
final class DeregisterCommand extends ControlCommand {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "The instances' ids: lotse services shows them.")
    private List<String> ids;

    DeregisterCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        ControlClient client = client();
        for (String id : ids) {
            client.send("POST", Paths.DEREGISTER, new Deregistration(id, null), RegisterCommand.onceOnly());
            print("deregistered " + id);
        }
        return ExitCode.OK;
    }
}
