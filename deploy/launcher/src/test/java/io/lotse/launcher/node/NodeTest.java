package io.lotse.launcher.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.Role;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NodeTest {
    @TempDir
    private Path data;

    @Test
    void aNodeThatCannotListenFailsWithTheReasonAndLeaves() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeConfig.Ports ports = new NodeConfig.Ports(
                    taken.getLocalPort(), FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
            NodeConfig config = new NodeConfig(
                    Mode.TEST,
                    "a",
                    data,
                    "build-7",
                    "127.0.0.1",
                    ports,
                    List.of(),
                    Map.of(),
                    Set.of(Role.LEDGER, Role.GATEWAY));

            assertThatThrownBy(() -> Node.start(config)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("Address already in use");
        }
    }
}
