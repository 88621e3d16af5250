package io.lotse.it.nemesis;

import java.nio.charset.StandardCharsets;

import io.lotse.testfaults.PostgresServer;
import io.lotse.testfaults.TcpRelay;

/** A PostgreSQL server, and the stretch of network before it, that can be broken. */
final class RelayedPostgres implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.UTF_8);

    private final PostgresServer server = PostgresServer.startNew();
    private final TcpRelay relay = TcpRelay.to("127.0.0.1", server.port());

    /** What nodes are told, by way of the stretch that can be broken. */
    String uri() {
        return PostgresServer.uri(relay.port(), "postgres");
    }

    PostgresServer server() {
        return server;
    }

    /** No answer comes from it and nothing reaches it, and no connection breaks. */
    void hold() {
        relay.hold();
    }

    void letGo() {
        relay.letGo();
    }

    /** Cuts the next connection on which a transaction is committed: after the server got the COMMIT, or before. */
    void cutAtCommit(boolean passedOn) {
        relay.cutWhenSent(COMMIT, passedOn);
    }

    boolean wasCut() {
        return relay.wasCut();
    }

    @Override
    public void close() {
        relay.close();
        server.close();
    }
}
