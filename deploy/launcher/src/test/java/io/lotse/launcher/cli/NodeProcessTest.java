package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.ConfigException;
import io.lotse.launcher.config.ConfigReader;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeFacts;
import io.lotse.launcher.config.NodeStarter;
import io.lotse.launcher.config.RunningNode;
import io.lotse.launcher.config.Setting;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NodeProcessTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void leavesAFileByWhichOthersFindTheNode() throws Exception {
        NodeProcess.Started started = process(StandInNode::start).start(configured(Map.of()));

        Path file = folder.resolve("a").resolve("node.json");
        assertThat(NodeFile.read(file)).contains(started.file());
        assertThat(started.file().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(started.file().readyLine())
                .matches(
                        "ready node=a gateway=http://127\\.0\\.0\\.1:\\d+ control=http://127\\.0\\.0\\.1:\\d+ members=1"
                                + " ledger=embedded revision=5");
        assertThat(files().live()).containsExactly(started.file());

        started.files().remove(started.file());
        assertThat(files().live()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aNodeWithADataFolderElsewhereIsFoundToo() throws Exception {
        NodeProcess.Started started = process(StandInNode::start)
                .start(configured(Map.of(
                        Setting.DATA, folder.resolve("else").resolve("where").toString())));

        assertThat(files().live()).containsExactly(started.file());
        started.files().remove(started.file());
        assertThat(files().live()).isEmpty();
    }

    @Test
    void aNodeWhoseProcessIdWentToAnotherIsNotFound() throws Exception {
        NodeFile now = process(StandInNode::start).start(configured(Map.of())).file();
        NodeFile killed = new NodeFile(
                now.name(),
                now.id(),
                now.pid(),
                THEN,
                now.gateway(),
                now.control(),
                now.cluster(),
                now.members(),
                now.ledger(),
                now.revision(),
                now.startedAt(),
                now.data());
        killed.write(Path.of(now.data()).resolve(NodeFile.NAME));

        assertThat(files().live()).isEmpty();
    }

    @Test
    void aFileThatIsNoneIsNoNode() throws IOException {
        Files.createDirectories(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken").resolve("node.json"), "{");

        assertThat(files().live()).isEmpty();
    }

    @Test
    void takesThePortsOfTheLastStartAgain() throws Exception {
        NodeFacts first = process(StandInNode::start)
                .start(configured(Map.of(Setting.GATEWAY_PORT, Integer.toString(FreePorts.next()))))
                .node()
                .facts();
        NodeFacts second =
                process(StandInNode::start).start(configured(Map.of())).node().facts();

        assertThat(second.gateway()).isEqualTo(first.gateway());
        assertThat(second.cluster()).isEqualTo(first.cluster());
    }

    @Test
    void aPortThatWasTakenMeanwhileIsToldAsSuch() {
        List<Exception> failures = List.of(
                new BindException("Address already in use: 8000"),
                // as Netty's epoll tells it
                new IOException("bind(..) failed with error(-98): Address already in use: 8000"));

        assertThat(failures).allSatisfy(failure -> {
            NodeStarter late = config -> Future.failedFuture(new IllegalStateException(failure));
            assertThatThrownBy(() -> process(late).start(configured(Map.of())))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("a port was taken while the node was starting")
                    .hasMessageContaining("8000");
        });
    }

    @Test
    void aFolderHasOneLock() {
        Path file = folder.resolve("x").resolve("node.lock");
        try (FolderLock first = FolderLock.tryTake(file).orElseThrow()) {
            assertThat(FolderLock.tryTake(file)).isEmpty();
            assertThat(first).isNotNull();
        }
        FolderLock.tryTake(file).orElseThrow().close();
    }

    private NodeProcess process(NodeStarter starter) {
        return new NodeProcess(
                new LotseHome(folder),
                starter,
                ServiceManager.of(Map.of(), 1),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err));
    }

    private Configured configured(Map<Setting, String> options) throws ConfigException {
        return new ConfigReader(free(), new LotseHome(folder)).read(options, null);
    }

    /** Ports that others leave alone, for what the test does not choose itself. */
    private Map<String, String> free() {
        boolean again = Files.exists(folder.resolve("a").resolve("ports.json"));
        return again
                ? Map.of("LOTSE_NAME", "a")
                : Map.of(
                        "LOTSE_NAME", "a",
                        "LOTSE_GATEWAY_PORT", Integer.toString(FreePorts.next()),
                        "LOTSE_CONTROL_PORT", Integer.toString(FreePorts.next()),
                        "LOTSE_CLUSTER_PORT", Integer.toString(FreePorts.next()),
                        "LOTSE_LEDGER_PORT", Integer.toString(FreePorts.next()),
                        "LOTSE_DNS_PORT", Integer.toString(FreePorts.next()));
    }

    private NodeFiles files() {
        return new NodeFiles(new LotseHome(folder));
    }

    /** A node that does nothing. */
    private record StandInNode(NodeFacts facts) implements RunningNode {
        static Future<RunningNode> start(NodeConfig config) {
            try {
                Files.createDirectories(config.data());
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
            return Future.succeededFuture(new StandInNode(new NodeFacts(
                    "id-1",
                    config.name(),
                    "http://" + new HostPort(config.address(), config.ports().gateway()),
                    "http://" + new HostPort(config.address(), config.ports().control()),
                    new HostPort(config.address(), config.ports().cluster()),
                    1,
                    "embedded",
                    5,
                    THEN)));
        }

        @Override
        public Future<Void> beat() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }
}
