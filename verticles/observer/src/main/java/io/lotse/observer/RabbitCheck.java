package io.lotse.observer;

import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.registry.Instance;

/**
 * Asks RabbitMQ's management API, beside the port that is registered, for alarms (memory and disk: publishers are held up)
 * and for how much waits, in all queues or in one. Where there is no management API it logs in over AMQP, which tells the same of
 * one queue.
 */
final class RabbitCheck implements Check {
    private static final String MANAGEMENT = "management_port";
    private static final int MANAGEMENT_PORT = 15_672;
    private static final int MOST_PORT = 65_535;
    /** Of a fresh RabbitMQ, which takes it from its own host only. */
    private static final String GUEST = "guest";

    private final Vertx vertx;
    private final Duration timeout;
    private final HttpAsk http;
    private final NetClient amqp;

    private final int managementPort;

    RabbitCheck(Vertx vertx, Duration timeout) {
        this(vertx, timeout, MANAGEMENT_PORT);
    }

    /** @param managementPort where none is given */
    RabbitCheck(Vertx vertx, Duration timeout, int managementPort) {
        this.managementPort = managementPort;
        this.vertx = vertx;
        this.timeout = timeout;
        this.http = new HttpAsk(vertx, timeout);
        this.amqp = vertx.createNetClient(TcpCheck.options(timeout));
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        int port = settings.number(MANAGEMENT, 1, MOST_PORT, managementPort);
        int maxDepth = settings.number("max_depth", 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
        String queue = settings.option("queue");
        String user = settings.option("user", GUEST);
        String password = settings.password(GUEST);
        String vhost = settings.option("vhost", "/");
        String credentials = user + ":" + password;
        AmqpTalk.Login login = new AmqpTalk.Login(user, password, vhost, queue);
        String depth = queue == null ? "/api/overview" : "/api/queues/" + encoded(vhost) + "/" + encoded(queue);
        Future<Answer> waiting = http.ask(request(instance, port, depth, credentials), null);
        Future<Answer> alarms = http.ask(request(instance, port, "/api/health/checks/alarms", credentials), null);
        return Future.all(waiting, alarms)
                .map(both -> judge(waiting.result(), alarms.result(), maxDepth))
                .recover(e -> e.getCause() instanceof ConnectException && settings.option(MANAGEMENT) == null
                        ? byAmqp(instance, login, maxDepth)
                        : Future.succeededFuture(Unanswered.finding(e)));
    }

    private Future<Finding> byAmqp(Instance instance, AmqpTalk.Login login, int maxDepth) {
        return Attempt.run(
                vertx, timeout, attempt -> amqp.connect(instance.port(), Endpoints.reachableAt(instance.ipAddress()))
                        .compose(socket -> {
                            attempt.opened(socket::close);
                            return AmqpTalk.over(socket, login);
                        })
                        .map(told -> judge(attempt, told, maxDepth)));
    }

    private static Finding judge(Attempt attempt, AmqpTalk.Told told, int maxDepth) {
        Vitals vitals = new Vitals(null, null, null, null, told.depth(), told.version(), null);
        String detail = told.depth() == null
                ? "answered AMQP; name a queue, or enable its management plugin, to see how much waits"
                : told.depth() + " messages wait";
        HealthStatus status = HealthStatus.UP;
        if (told.blocked() != null) {
            status = HealthStatus.DEGRADED;
            detail = "an alarm is on, publishers are held up: " + Foreign.quote(told.blocked()) + "; " + detail;
        } else if (told.refused() != null) {
            detail += "; alarms are not known: " + Foreign.quote(told.refused());
        }
        if (told.depth() != null && told.depth() > maxDepth) {
            status = HealthStatus.DEGRADED;
            detail += ", more than " + maxDepth;
        }
        return new Finding(status, attempt.elapsed(), null, detail, vitals);
    }

    private static RequestOptions request(Instance instance, int port, String path, String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Endpoints.reachableAt(instance.ipAddress()))
                .setPort(port)
                .setURI(path)
                .putHeader(HttpHeaders.AUTHORIZATION, "Basic " + encoded);
    }

    private static Finding judge(Answer waiting, Answer alarms, int maxDepth) {
        if (waiting.status() != 200) {
            return Finding.failed(waiting.status(), "the management API answered " + waiting.status() + hint(waiting));
        }
        JsonObject told = json(waiting);
        JsonObject totals = Foreign.object(told, "queue_totals");
        Long depth = Foreign.whole((totals == null ? told : totals).getValue("messages"));
        Vitals vitals = new Vitals(null, null, null, null, depth, Foreign.text(told, "rabbitmq_version"), null);
        String detail = (depth == null ? "it did not tell how many" : depth) + " messages wait";
        HealthStatus status = HealthStatus.UP;
        if (alarms.status() == 503) {
            status = HealthStatus.DEGRADED;
            detail = "an alarm is on, publishers are held up: " + reason(json(alarms)) + "; " + detail;
        } else if (depth != null && depth > maxDepth) {
            status = HealthStatus.DEGRADED;
            detail += ", more than " + maxDepth;
        }
        return new Finding(status, waiting.latency(), waiting.status(), detail, vitals);
    }

    private static String hint(Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> ": give a user with the tag monitoring, user and password_env in observer_config.json";
            case 404 -> ": there is no such queue, see queue and vhost";
            default -> "";
        };
    }

    private static String reason(JsonObject alarms) {
        String reason = Foreign.text(alarms, "reason");
        return reason == null ? "it does not say which" : reason;
    }

    /** Empty if it is none. */
    private static JsonObject json(Answer answer) {
        try {
            return answer.body().length() == 0 ? new JsonObject() : new JsonObject(answer.body());
        } catch (DecodeException | ClassCastException notJson) {
            return new JsonObject();
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
