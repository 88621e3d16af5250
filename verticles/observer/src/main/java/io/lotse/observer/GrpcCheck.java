package io.lotse.observer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

/**
 * gRPC's health checking protocol, {@code grpc.health.v1.Health/Check}, over HTTP/2 without TLS. Its two messages have one
 * field each, so they are written and read by hand.
 */
final class GrpcCheck implements Check {
    private static final int PREFIX = 5;
    private static final int MOST_NAME = 100;
    private static final byte FIELD_1_TEXT = 0x0a;
    private static final byte FIELD_1_NUMBER = 0x08;
    private static final String[] STATES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    private static final int SERVING = 1;

    private final HttpAsk http;

    GrpcCheck(Vertx vertx, Duration timeout) {
        this.http = new HttpAsk(
                vertx,
                timeout,
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Endpoints.reachableAt(instance.ipAddress()))
                .setPort(instance.port())
                .setURI("/grpc.health.v1.Health/Check")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("te", "trailers");
        return http.ask(request, question(settings.option("grpc_service", "")))
                .map(GrpcCheck::judge)
                .otherwise(Unanswered::finding);
    }

    /** A message begins with a byte for no compression and four for its length. */
    private static Buffer question(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        if (name.length > MOST_NAME) {
            throw new BadSetting("grpc_service is longer than " + MOST_NAME + " bytes");
        }
        Buffer message = Buffer.buffer();
        if (name.length > 0) {
            message.appendByte(FIELD_1_TEXT).appendByte((byte) name.length).appendBytes(name);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    private static Finding judge(Answer answer) {
        String code = answer.headers().get("grpc-status");
        if (code == null) {
            return Finding.failed(answer.status(), "answered " + answer.status() + ", but not in gRPC");
        }
        if (!code.equals("0")) {
            String message = answer.headers().get("grpc-message");
            return Finding.failed(
                    answer.status(),
                    "answered gRPC status " + Foreign.quote(code)
                            + (message == null ? "" : " (" + Foreign.quote(message) + ")") + hint(code));
        }
        int state = state(answer.body());
        String detail = "answered " + (state < STATES.length ? STATES[state] : "state " + state);
        return state == SERVING
                ? new Finding(HealthStatus.UP, answer.latency(), answer.status(), detail)
                : Finding.failed(answer.status(), detail);
    }

    private static String hint(String code) {
        return switch (code) {
            case "5" -> ": it knows no such service, see grpc_service";
            case "12" -> ": it does not serve grpc.health.v1.Health";
            default -> "";
        };
    }

    /** A message without the field says the first state. */
    private static int state(Buffer body) {
        return body.length() >= PREFIX + 2 && body.getByte(PREFIX) == FIELD_1_NUMBER
                ? body.getUnsignedByte(PREFIX + 1)
                : 0;
    }
}
