package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredBatch;

/** {@code lotse register}. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Register an instance, or several at once, and be given ports.",
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

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Register all services of a JSON or YAML list, or none: each item as POST register takes it.")
    private Path file;

    RegisterCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        if ((file == null) == (service.name() == null)) {
            throw wrongUsage("give --name SERVICE for one service, or --file FILE for several");
        }
        return file == null ? registerOne() : registerAll();
    }

    private Integer registerAll() {
        return show(
                client().send("POST", Paths.REGISTER_BATCH, RegistrationFile.read(file), onceOnly()),
                answer -> answer.as(RegisteredBatch.class).items().forEach(this::show));
    }

    private Integer registerOne() {
        return show(
                client().send("POST", Paths.REGISTER, service.listening(restartScript), onceOnly()),
                answer -> show(answer.as(Instance.class)));
    }

    private void show(Instance instance) {
        String waits = instance.pendingPort() == null
                ? ""
                : " (its holder is asked to leave port " + instance.pendingPort() + ")";
        print(instance.serviceId() + " " + EndpointCommand.endpoint(instance) + waits);
    }

    /** Headers by which a request that is sent again is done once all the same. */
    static Map<String, String> onceOnly() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }
}
