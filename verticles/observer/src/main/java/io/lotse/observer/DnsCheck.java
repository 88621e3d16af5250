package io.lotse.observer;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

/** Whether an instance, a name server, tells an IPv4 address for a name. */
final class DnsCheck implements Check {
    /** Resolving a name would block. */
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private final Vertx vertx;
    private final Duration timeout;

    DnsCheck(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        String name = settings.option("query");
        if (name == null || name.isBlank()) {
            throw new BadSetting("query is missing: give the name that this server must know (health_query)");
        }
        String host = Endpoints.reachableAt(instance.ipAddress());
        if (!NUMBER.matcher(host).matches()) {
            throw new BadSetting("ip_address is a name: register a name server by its number");
        }
        return Attempt.run(vertx, timeout, attempt -> {
            DnsClient client = vertx.createDnsClient(new DnsClientOptions()
                    .setHost(host)
                    .setPort(instance.port())
                    .setQueryTimeout(timeout.plus(Attempt.CONNECT_MARGIN).toMillis()));
            attempt.opened(client::close);
            return client.resolveA(name)
                    .map(found -> judge(attempt, name, found))
                    .recover(e -> refused(name, e));
        });
    }

    private static Finding judge(Attempt attempt, String name, List<String> found) {
        return found.isEmpty()
                ? Finding.failed(null, "knows no address of " + Foreign.quote(name))
                : attempt.finding(HealthStatus.UP, "told " + found.size() + " address(es) of " + Foreign.quote(name));
    }

    private static Future<Finding> refused(String name, Throwable e) {
        return e instanceof DnsException told
                ? Future.succeededFuture(
                        Finding.failed(null, "answered " + told.code() + " for " + Foreign.quote(name)))
                : Future.failedFuture(e);
    }
}
