package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

/** Whether a connection is accepted, and no more. */
final class TcpCheck implements Check {
    private final Vertx vertx;
    private final Duration timeout;
    private final NetClient client;

    TcpCheck(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.client = vertx.createNetClient(options(timeout));
    }

    /** Those of all checks that open a connection. */
    static NetClientOptions options(Duration timeout) {
        return new NetClientOptions()
                .setConnectTimeout((int) timeout.plus(Attempt.CONNECT_MARGIN).toMillis());
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        return Attempt.run(
                vertx, timeout, attempt -> client.connect(instance.port(), Endpoints.reachableAt(instance.ipAddress()))
                        .map(socket -> {
                            attempt.opened(socket::close);
                            return attempt.finding(HealthStatus.UP, "accepts connections");
                        }));
    }
}
