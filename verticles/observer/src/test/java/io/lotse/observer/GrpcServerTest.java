package io.lotse.observer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** Against grpc-java's own server; only the two messages of the health service are written by hand. */
class GrpcServerTest {
    private static final MethodDescriptor<byte[], byte[]> CHECK = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final Vertx vertx = Vertx.vertx();
    private Server server;

    @AfterEach
    void close() throws InterruptedException {
        server.shutdownNow().awaitTermination(60, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isUpWhereItServesAndDownWhereItDoesNot() throws IOException {
        assertThat(check(start(true), "orders.Orders"))
                .extracting(Finding::status, Finding::detail)
                .containsExactly(HealthStatus.UP, "answered SERVING");
        assertThat(check(server.getPort(), "orders.Closed").detail()).isEqualTo("answered NOT_SERVING");
    }

    @Test
    void saysWhatItDoesNotKnow() throws IOException {
        assertThat(check(start(true), "other").detail())
                .isEqualTo("answered gRPC status 5 (unknown service): it knows no such service, see grpc_service");
    }

    @Test
    void isDownWithoutTheHealthService() throws IOException {
        assertThat(check(start(false), "orders.Orders").detail())
                .startsWith("answered gRPC status 12")
                .endsWith("it does not serve grpc.health.v1.Health");
    }

    private int start(boolean withHealth) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
        if (withHealth) {
            builder.addService(ServerServiceDefinition.builder("grpc.health.v1.Health")
                    .addMethod(CHECK, ServerCalls.asyncUnaryCall((request, answer) -> {
                        String service = new String(request, 2, request.length - 2, StandardCharsets.UTF_8);
                        if (service.startsWith("orders.")) {
                            answer.onNext(new byte[] {8, (byte) (service.endsWith("Orders") ? 1 : 2)});
                            answer.onCompleted();
                        } else {
                            answer.onError(Status.NOT_FOUND
                                    .withDescription("unknown service")
                                    .asRuntimeException());
                        }
                    }))
                    .build());
        }
        server = builder.build().start();
        return server.getPort();
    }

    private Finding check(int port, String service) {
        Map<String, String> metadata = Map.of("health_check", "grpc", "health_grpc_service", service);
        return new GrpcCheck(vertx, Duration.ofSeconds(15))
                .run(
                        Samples.instance("a", port, null, metadata),
                        CheckSettings.registered(Samples.instance("a", port, null, metadata)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
