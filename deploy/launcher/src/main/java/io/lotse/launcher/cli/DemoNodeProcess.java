package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lotse.launcher.demo.DemoNode;
import io.lotse.launcher.demo.Surroundings;

/** A node of the demo, in a process of its own. */
final class DemoNodeProcess implements Surroundings.NodeProcess {
    private static final int POLL_MILLIS = 20;
    private static final int GRACE_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path data;
    private final Path said;

    /**
     * @param data the node's data folder
     * @param said the file that has what it said
     */
    DemoNodeProcess(String name, Process process, Path data, Path said) {
        this.name = name;
        this.process = process;
        this.data = data;
        this.said = said;
    }

    @Override
    public DemoNode awaitReady() {
        try {
            do {
                Optional<NodeFile> ready =
                        NodeFile.read(data.resolve(NodeFile.NAME)).filter(node -> node.pid() == process.pid());
                if (ready.isPresent()) {
                    NodeFile node = ready.get();
                    int dns = new TakenPorts(data).dns();
                    return new DemoNode(name, node.gateway(), node.control(), node.cluster(), dns);
                }
            } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
            throw new IllegalStateException("node " + name + " ended: " + Files.readString(said));
        } catch (IOException e) {
            throw new IllegalStateException("node " + name + " ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void stop() {
        process.destroy();
    }

    @Override
    public void awaitEnd() {
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
