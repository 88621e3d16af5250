package io.lotse.launcher.cli;

import java.io.IOException;
import java.util.function.Consumer;

import io.lotse.contracts.registry.Instance;

/** Registers the service, then starts a command that binds the port itself. */
final class BindingLauncher implements Launcher {
    private final ServiceRegistrar registrar;
    private final CommandLaunch command;
    private final Consumer<ProcessBuilder> streams;

    /** @param streams directs the command's input and output */
    BindingLauncher(ServiceRegistrar registrar, CommandLaunch command, Consumer<ProcessBuilder> streams) {
        this.registrar = registrar;
        this.command = command;
        this.streams = streams;
    }

    @Override
    public Launched launch(Instance again) throws IOException {
        Instance instance = again == null ? registrar.register() : again;
        ProcessBuilder builder = new ProcessBuilder(command.arguments(instance));
        builder.environment()
                .putAll(CommandLaunch.environment(instance, registrar.node().toString()));
        streams.accept(builder);
        try {
            return new Launched(instance, builder.start());
        } catch (IOException e) {
            registrar.deregister(instance);
            throw e;
        }
    }
}
