package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.TcpRelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** gRPC's own client over TLS, through the gateway, to gRPC's own server. */
class GatewayGrpcTest {
    private final GatewayFixture gateway = GatewayFixture.patient();
    private GrpcFixture service;
    private ManagedChannel channel;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        GatewayConfig.Tls tls = GatewayFixture.tls(folder);
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).withTls(tls));
        Await.done(gateway.vertx.deployVerticle(verticle));
        channel = GrpcFixture.channel(verticle.tlsPort());
        service = new GrpcFixture();
        service.register(gateway, service.port(), "{}");
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        service.close();
        gateway.close();
    }

    private String call(MethodDescriptor<String, String> method, String text) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, text);
    }

    private StatusRuntimeException failure(MethodDescriptor<String, String> method, CallOptions options) {
        return catchThrowableOfType(
                StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(channel, method, options, "a"));
    }

    private StatusRuntimeException failure(MethodDescriptor<String, String> method) {
        return failure(method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));
    }

    @Test
    void callsMethods() {
        assertThat(call(GrpcFixture.HELLO, "world")).isEqualTo("hello world");
        assertThat(call(GrpcFixture.HELLO, "again")).isEqualTo("hello again");
        assertThat(service.connections).hasValue(1);
    }

    @Test
    void passesOnWhyAMethodFailed() {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> call(GrpcFixture.FAIL, "grün gibt's schon"));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
        assertThat(failure.getStatus().getDescription()).isEqualTo("grün gibt's schon");
        assertThat(failure.getTrailers().get(GrpcFixture.WHO)).isEqualTo("service");
    }

    @Test
    void sendsAStreamNoFasterThanTheClientTakesIt() {
        ClientCall<String, String> call = channel.newCall(GrpcFixture.LIST, CallOptions.DEFAULT);
        AtomicInteger received = new AtomicInteger();
        BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        call.start(listener(received, ends), new Metadata());
        call.sendMessage("a");
        call.halfClose();
        call.request(1);
        await().until(() -> received.get() == 1);
        untilAtRest(service.sent);

        assertThat(service.sent.get()).isLessThan(GrpcFixture.MANY);
        call.request(GrpcFixture.MANY);
        await().until(() -> !ends.isEmpty());
        assertThat(ends.peek().isOk()).isTrue();
        assertThat(received).hasValue(GrpcFixture.MANY);
    }

    @Test
    void takesAStreamNoFasterThanTheServiceDoes() {
        AtomicInteger sent = new AtomicInteger();
        ClientCall<String, String> call = channel.newCall(GrpcFixture.TAKE, CallOptions.DEFAULT);
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onReady() {
                        while (call.isReady() && sent.get() < GrpcFixture.MANY) {
                            call.sendMessage(GrpcFixture.CHUNK);
                            if (sent.incrementAndGet() == GrpcFixture.MANY) {
                                call.halfClose();
                            }
                        }
                    }

                    @Override
                    public void onMessage(String message) {
                        answers.add(message);
                    }
                },
                new Metadata());
        call.request(2);
        await().until(() -> service.taker != null && sent.get() > 0);
        untilAtRest(sent);

        assertThat(sent.get()).isLessThan(GrpcFixture.MANY);
        service.taker.request(GrpcFixture.MANY);
        await().until(() -> !answers.isEmpty());
        assertThat(answers.peek()).isEqualTo("took " + GrpcFixture.MANY);
    }

    private static void untilAtRest(AtomicInteger count) {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> last.getAndSet(count.get()) == count.get());
    }

    private static ClientCall.Listener<String> listener(AtomicInteger received, BlockingQueue<Status> ends) {
        return new ClientCall.Listener<>() {
            @Override
            public void onMessage(String message) {
                received.incrementAndGet();
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                ends.add(status);
            }
        };
    }

    @Test
    void carriesATalkBothWaysAtATime() throws InterruptedException {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        StreamObserver<String> talk = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(GrpcFixture.TALK, CallOptions.DEFAULT),
                new GrpcFixture.Each(answers::add, () -> answers.add("end")));

        for (int i = 0; i < 100; i++) {
            talk.onNext("m" + i);
            assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("you said m" + i);
        }
        talk.onCompleted();
        assertThat(answers.poll(60, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void cancelsAtTheServiceWhatTheClientCancels() {
        ClientCall<String, String> call = channel.newCall(GrpcFixture.HANG, CallOptions.DEFAULT);
        ClientCalls.asyncUnaryCall(call, "a", new GrpcFixture.Each(text -> {}, () -> {}));
        await().until(() -> service.hanging.get() == 1);

        call.cancel("enough", null);

        await().until(() -> service.cancelled.get() == 1);
        assertThat(call(GrpcFixture.HELLO, "others")).isEqualTo("hello others");
        assertThat(service.connections).hasValue(1);
    }

    @Test
    void endsAtTheServiceWhatIsPastItsDeadline() {
        StatusRuntimeException failure =
                failure(GrpcFixture.HANG, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        await().until(() -> service.cancelled.get() == service.hanging.get());
    }

    @Test
    void saysInGrpcThatTimeIsUpByTheRoute() {
        service.register(gateway, service.port(), "{\"timeouts\": {\"first_byte\": 0.3}}");

        StatusRuntimeException failure = failure(GrpcFixture.HANG);

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(failure.getStatus().getDescription()).startsWith("upstream-timeout: ");
        await().until(() -> service.cancelled.get() == 1);
    }

    @Test
    void saysInGrpcThatAnInstanceWasKilled() throws IOException {
        gateway.mesh.deregister("texts-" + service.port());
        try (TcpRelay relay = TcpRelay.to("127.0.0.1", service.port())) {
            service.register(gateway, relay.port(), "{}");
            Iterator<String> begun =
                    ClientCalls.blockingServerStreamingCall(channel, GrpcFixture.BEGIN, CallOptions.DEFAULT, "a");
            assertThat(begun.next()).isEqualTo("begun");
            relay.refuse();
            relay.cut();

            StatusRuntimeException streaming = catchThrowableOfType(StatusRuntimeException.class, begun::hasNext);
            assertThat(streaming.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(streaming.getStatus().getDescription()).startsWith("upstream-failed: ");
            assertThat(failure(GrpcFixture.HELLO).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void saysInGrpcWhatItRefuses() {
        service.register(gateway, service.port(), "{\"rate_limits\": [{\"requests\": 1, \"window\": 3600}]}");
        assertThat(call(GrpcFixture.HELLO, "a")).isEqualTo("hello a");

        StatusRuntimeException limited = failure(GrpcFixture.HELLO);
        assertThat(limited.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(limited.getTrailers().containsKey(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))
                .isTrue();
        gateway.mesh.removeRoute("texts");
        await().untilAsserted(() ->
                assertThat(failure(GrpcFixture.HELLO).getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void passesAResetOfTheServiceOn() {
        gateway.mesh.deregister("texts-" + service.port());
        int port = gateway.upstream(r -> r.response().reset(11)).actualPort();
        service.register(gateway, port, "{}");

        // ENHANCE_YOUR_CALM, as gRPC's client reads it
        assertThat(failure(GrpcFixture.HELLO).getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void callsAgainOnlyWhereTheRouteSaysSo() {
        AtomicInteger killed = new AtomicInteger();
        int port = gateway.upstream(r -> {
                    killed.incrementAndGet();
                    r.connection().close();
                })
                .actualPort();
        gateway.mesh.register("broken", "texts", port, Map.of("protocol", "grpc"));
        List<Status.Code> once = List.of(outcome(), outcome());
        assertThat(once).contains(Status.Code.UNAVAILABLE);

        service.register(gateway, service.port(), "{\"retries\": {\"methods\": [\"POST\"], \"attempts\": 2}}");
        int before = killed.get();
        List<Status.Code> again = new ArrayList<>();
        await().until(() -> {
            again.add(outcome());
            return killed.get() > before;
        });

        assertThat(again.get(again.size() - 1)).isEqualTo(Status.Code.OK);
    }

    private Status.Code outcome() {
        try {
            call(GrpcFixture.HELLO, "a");
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
