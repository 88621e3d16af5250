package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;

/** Gives each instance the check that the node's file or its registration names. */
final class Checks implements Asker {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final Supplier<ObserverSettings> settings;
    private final Map<CheckKind, Check> byKind = new EnumMap<>(CheckKind.class);

    Checks(Vertx vertx, Duration timeout, Clock clock, Supplier<ObserverSettings> settings) {
        this.settings = settings;
        byKind.put(CheckKind.HTTP, new HttpCheck(vertx, timeout));
        byKind.put(CheckKind.TCP, new TcpCheck(vertx, timeout));
        byKind.put(CheckKind.TLS, new TlsCheck(vertx, timeout, clock));
        byKind.put(CheckKind.DNS, new DnsCheck(vertx, timeout));
        byKind.put(CheckKind.GRPC, new GrpcCheck(vertx, timeout));
        byKind.put(CheckKind.POSTGRESQL, new PostgresCheck(vertx, timeout));
        byKind.put(CheckKind.RABBITMQ, new RabbitCheck(vertx, timeout));
        byKind.put(CheckKind.REDIS, new RedisCheck(vertx, timeout));
    }

    @Override
    public Future<Finding> check(Instance instance) {
        try {
            CheckSettings chosen = settings.get().check(instance);
            return chosen == null
                    ? Future.succeededFuture(Finding.failed(null, "it has no health check"))
                    : byKind.get(chosen.kind()).run(instance, chosen);
        } catch (BadSetting e) {
            return Future.succeededFuture(Finding.failed(null, e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("event=health_check_broken service_id={}", instance.serviceId(), e);
            return Future.succeededFuture(Finding.failed(null, "the check itself failed: the node's log says why"));
        }
    }

    @Override
    public boolean isCheckable(Instance instance) {
        if (instance.port() <= 0) {
            return false;
        }
        try {
            CheckSettings chosen = settings.get().check(instance);
            return chosen != null && (instance.protocol() != Protocol.UDP || chosen.kind() == CheckKind.DNS);
        } catch (BadSetting e) {
            // the check says what is wrong
            return true;
        }
    }
}
