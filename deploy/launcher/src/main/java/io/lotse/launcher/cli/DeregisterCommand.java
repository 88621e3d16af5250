package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.lotse.contracts.registry.Deregistration;

/** {@code lotse deregister}. */
@Command(name = "deregister", mixinStandardHelpOptions = true, header = "Forget instances and give their ports free.")
final class DeregisterCommand extends ControlCommand {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "The instances' ids: lotse services shows them.")
    private List<String> ids;

    @Option(
            names = "--if-revision",
            paramLabel = "N",
            description =
                    "Only if the instance is still at this revision: lotse services --json shows it. With one ID.")
    private Long ifRevision;

    @Spec
    private CommandSpec spec;

    DeregisterCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        if (ifRevision != null && ids.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--if-revision is about one instance: give one ID");
        }
        ControlClient client = client();
        for (String id : ids) {
            client.send("POST", Paths.DEREGISTER, new Deregistration(id, null, ifRevision), RegisterCommand.onceOnly());
            print("deregistered " + id);
        }
        return ExitCode.OK;
    }
}
