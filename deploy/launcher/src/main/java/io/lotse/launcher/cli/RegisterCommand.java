package io.lotse.launcher.cli;

import java.util.Map;
import java.util.UUID;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.lotse.contracts.registry.Instance;

/** {@code lotse register}. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Register an instance, and be given a port.",
        description = "Prints the instance's id and its endpoint: hello-1 127.0.0.1:20000",
        footer = {
            "",
            "--port says that the instance listens there already. An instance that never sends a",
            "heartbeat does not expire. lotse run registers, starts and watches in one."
        })
final class RegisterCommand extends ShowCommand {
    @Mixin
    private ServiceOptions service;

    @Option(names = "--restart-script", paramLabel = "SCRIPT", description = "The script that starts it again.")
    private String restartScript;

    RegisterCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        ControlClient.Answer answer =
                client().send("POST", Paths.REGISTER, service.listening(restartScript), onceOnly());
        if (json()) {
            printJson(answer.json());
        } else {
            Instance instance = answer.as(Instance.class);
            print(instance.serviceId() + " " + EndpointCommand.endpoint(instance));
        }
        return ExitCode.OK;
    }

    /** Headers by which a request that is sent again is done once all the same. */
    static Map<String, String> onceOnly() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }
}
