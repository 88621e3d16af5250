package io.lotse.observer;

import java.time.Duration;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.registry.Instance;

/** {@code PING}, and by {@code INFO} what Redis and its kin measure of themselves, where they may be asked. */
final class RedisCheck implements Check {
    private final Vertx vertx;
    private final Duration timeout;
    private final NetClient client;

    RedisCheck(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.client = vertx.createNetClient(TcpCheck.options(timeout));
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        String password = settings.password(null);
        String user = settings.option("user");
        Buffer question = Buffer.buffer();
        if (password != null) {
            question.appendBuffer(user == null ? command("AUTH", password) : command("AUTH", user, password));
        }
        question.appendBuffer(command("PING")).appendBuffer(command("INFO"));
        int before = password == null ? 0 : 1;
        return Attempt.run(
                vertx, timeout, attempt -> client.connect(instance.port(), Endpoints.reachableAt(instance.ipAddress()))
                        .compose(socket -> {
                            attempt.opened(socket::close);
                            return ask(socket, question, before + 2);
                        })
                        .map(replies -> judge(attempt, replies.get(before), replies.get(before + 1))));
    }

    private static Future<List<String>> ask(NetSocket socket, Buffer question, int wanted) {
        Promise<List<String>> promise = Promise.promise();
        RespReplies replies = new RespReplies(wanted);
        socket.handler(bytes -> {
            try {
                if (!promise.future().isComplete() && replies.take(bytes)) {
                    promise.tryComplete(replies.all());
                }
            } catch (BadSetting e) {
                promise.tryFail(e);
            }
        });
        socket.closeHandler(v -> promise.tryFail(new BadSetting("closed the connection before it answered")));
        socket.exceptionHandler(promise::tryFail);
        socket.write(question).onFailure(promise::tryFail);
        return promise.future();
    }

    private static Finding judge(Attempt attempt, String ping, String info) {
        if (!ping.equals("+PONG")) {
            return Finding.failed(null, "answered PING with " + Foreign.quote(ping) + hint(ping));
        }
        return new Finding(HealthStatus.UP, attempt.elapsed(), null, "answered PING", vitals(info));
    }

    private static String hint(String reply) {
        if (reply.startsWith("-NOAUTH") || reply.startsWith("-WRONGPASS")) {
            return ": give user and password_env in observer_config.json";
        }
        return reply.startsWith("-LOADING") ? ": it is reading its data, wait" : "";
    }

    /** Null where it told nothing. */
    private static Vitals vitals(String info) {
        Vitals vitals = Vitals.NONE;
        for (String line : info.split("\r?\n")) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1);
            vitals = switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "redis_version" -> vitals.or(new Vitals(null, null, null, null, null, Foreign.quote(value), null));
                case "used_memory" -> vitals.or(new Vitals(null, Foreign.whole(value), null, null, null, null, null));
                case "maxmemory" -> vitals.or(new Vitals(null, null, limit(value), null, null, null, null));
                case "uptime_in_seconds" ->
                    vitals.or(new Vitals(null, null, null, null, null, null, Foreign.seconds(value)));
                default -> vitals;
            };
        }
        return vitals.equals(Vitals.NONE) ? null : vitals;
    }

    private static Long limit(String value) {
        Long limit = Foreign.whole(value);
        return limit == null || limit == 0 ? null : limit;
    }

    private static Buffer command(String... words) {
        Buffer command = Buffer.buffer("*" + words.length + "\r\n");
        for (String word : words) {
            Buffer bytes = Buffer.buffer(word);
            command.appendString("$" + bytes.length() + "\r\n")
                    .appendBuffer(bytes)
                    .appendString("\r\n");
        }
        return command;
    }
}
