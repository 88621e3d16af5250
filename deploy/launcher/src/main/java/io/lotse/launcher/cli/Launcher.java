package io.lotse.launcher.cli;

import java.io.IOException;

import io.lotse.contracts.registry.Instance;

/** Gives a service its port, and starts its command. */
interface Launcher {
    /**
     * An instance whose command was started.
     *
     * @param instance with its id and its port
     * @param process the command's
     */
    record Launched(Instance instance, Process process) {}

    /**
     * Starts the command.
     *
     * @param again the instance that ran before and keeps its port; null for one that is to be registered
     * @throws IOException if the command cannot be run; then nothing is registered
     */
    Launched launch(Instance again) throws IOException;
}
