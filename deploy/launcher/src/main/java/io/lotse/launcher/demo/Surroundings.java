package io.lotse.launcher.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the demo needs of the command line around it: it runs nodes and services as the other commands do. */
public interface Surroundings {
    /** A node's process, and the node once it is ready. */
    interface NodeProcess {
        /**
         * Waits until the node is ready.
         *
         * @throws IllegalStateException if it ended before, with what it said
         */
        DemoNode awaitReady();

        /** Asks it to end. */
        void stop();

        /** Waits until it has ended; after some patience it is killed. */
        void awaitEnd();
    }

    /** A service that was, is or will be running. */
    interface ServiceProcess {
        /**
         * Registers it, runs it to its end and deregisters it.
         *
         * @return the exit code
         */
        int run();

        /** Ends it; a later {@link #run} does nothing. */
        void stop();
    }

    /** Starts a node's process; {@code home} is its home folder and {@code join} the address of another, or null. */
    NodeProcess node(Path home, String name, String join);

    /**
     * A service at a node, not yet running.
     *
     * @param options as for {@code lotse run}
     * @param log where its output goes
     * @param running is told the endpoint once it is registered and its process runs
     * @param complain is told what is not as it should be
     */
    ServiceProcess service(
            DemoNode node,
            List<String> options,
            List<String> command,
            Path log,
            Consumer<String> running,
            Consumer<String> complain);

    /** The command that runs a command of this Lotse in a process of its own. */
    List<String> lotse(String... arguments);

    /** The program that a shell would run. */
    Optional<Path> program(String name);
}
