package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway on as many event loops as a node has cores. */
class GatewayCopiesTest {
    private static final int CONNECTIONS = 8;

    private final GatewayFixture gateway = GatewayFixture.patient();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eachCopyAnswersForItsOwnRequestsThatTakeTooLong() throws Exception {
        gateway.instance("silent", r -> {});
        gateway.mesh.route(
                "hasty",
                """
                {"match": {"path": "/hasty/**"}, "targets": [{"service": "silent"}],
                 "policy": {"timeouts": {"total": 0.2}}}""");
        int port = gateway.startCopies(2);
        List<RawConnection> clients = new ArrayList<>();
        Set<String> answers = ConcurrentHashMap.newKeySet();

        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(GatewayFixture.raw(port).send("GET /hasty/ HTTP/1.1", "Host: h", "", ""));
        }
        for (RawConnection client : clients) {
            answers.add(client.readHead().lines().findFirst().orElseThrow());
            client.close();
        }

        assertThat(answers).containsExactly("HTTP/1.1 504 Gateway Timeout");
    }
}
