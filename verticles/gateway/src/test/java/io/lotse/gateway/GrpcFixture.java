package io.lotse.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** A service and a client of gRPC's own making, whose messages are texts. */
final class GrpcFixture implements AutoCloseable {
    static final int MANY = 2_000;
    static final String CHUNK = "x".repeat(16_000);
    static final Metadata.Key<String> WHO = Metadata.Key.of("who", Metadata.ASCII_STRING_MARSHALLER);
    static final MethodDescriptor<String, String> HELLO = method(MethodDescriptor.MethodType.UNARY, "Hello");
    static final MethodDescriptor<String, String> FAIL = method(MethodDescriptor.MethodType.UNARY, "Fail");
    static final MethodDescriptor<String, String> HANG = method(MethodDescriptor.MethodType.UNARY, "Hang");
    static final MethodDescriptor<String, String> BEGIN = method(MethodDescriptor.MethodType.SERVER_STREAMING, "Begin");
    static final MethodDescriptor<String, String> LIST = method(MethodDescriptor.MethodType.SERVER_STREAMING, "List");
    static final MethodDescriptor<String, String> TALK = method(MethodDescriptor.MethodType.BIDI_STREAMING, "Talk");
    static final MethodDescriptor<String, String> TAKE = method(MethodDescriptor.MethodType.CLIENT_STREAMING, "Take");

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger hanging = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final AtomicInteger sent = new AtomicInteger();
    /** The one that takes nothing until a test lets it. */
    volatile ServerCallStreamObserver<String> taker;

    private final Server server;

    GrpcFixture() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addTransportFilter(new ServerTransportFilter() {
                    @Override
                    public Attributes transportReady(Attributes attributes) {
                        connections.incrementAndGet();
                        return attributes;
                    }
                })
                .addService(service())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** Registers it with a gateway, and a route by the names of its methods. */
    void register(GatewayFixture gateway, int port, String policy) {
        gateway.mesh.register("texts-" + port, "texts", port, Map.of("protocol", "grpc"));
        gateway.mesh.route(
                "texts",
                """
                {"match": {"path": "/lotse.Texts/**"}, "targets": [{"service": "texts"}], "policy": %s}"""
                        .formatted(policy));
    }

    /** A client's channel to a port that has TLS. */
    static ManagedChannel channel(int port) throws IOException {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build())
                .overrideAuthority("own")
                .build();
    }

    /** A client's channel to a port without TLS. */
    static ManagedChannel plaintextChannel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static MethodDescriptor<String, String> method(MethodDescriptor.MethodType type, String name) {
        return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
                .setType(type)
                .setFullMethodName("lotse.Texts/" + name)
                .build();
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("lotse.Texts")
                .addMethod(HELLO, ServerCalls.asyncUnaryCall((text, to) -> {
                    to.onNext("hello " + text);
                    to.onCompleted();
                }))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall((text, to) -> {
                    Metadata trailers = new Metadata();
                    trailers.put(WHO, "service");
                    to.onError(Status.ALREADY_EXISTS.withDescription(text).asRuntimeException(trailers));
                }))
                .addMethod(HANG, ServerCalls.asyncUnaryCall((text, to) -> hang(to)))
                .addMethod(BEGIN, ServerCalls.asyncServerStreamingCall((text, to) -> {
                    hang(to);
                    to.onNext("begun");
                }))
                .addMethod(LIST, ServerCalls.asyncServerStreamingCall((text, to) -> list(to)))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcFixture::talk))
                .addMethod(TAKE, ServerCalls.asyncClientStreamingCall(this::take))
                .build();
    }

    private void hang(StreamObserver<String> to) {
        ((ServerCallStreamObserver<String>) to).setOnCancelHandler(cancelled::incrementAndGet);
        hanging.incrementAndGet();
    }

    /** Sends no faster than it may. */
    private void list(StreamObserver<String> to) {
        ServerCallStreamObserver<String> call = (ServerCallStreamObserver<String>) to;
        call.setOnReadyHandler(() -> {
            while (call.isReady() && sent.get() < MANY) {
                call.onNext(CHUNK);
                if (sent.incrementAndGet() == MANY) {
                    call.onCompleted();
                }
            }
        });
    }

    private static StreamObserver<String> talk(StreamObserver<String> to) {
        return new Each(text -> to.onNext("you said " + text), to::onCompleted);
    }

    private StreamObserver<String> take(StreamObserver<String> to) {
        ServerCallStreamObserver<String> call = (ServerCallStreamObserver<String>) to;
        call.disableAutoRequest();
        AtomicInteger taken = new AtomicInteger();
        taker = call;
        return new Each(text -> taken.incrementAndGet(), () -> {
            to.onNext("took " + taken);
            to.onCompleted();
        });
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does something with each message and at the end. */
    record Each(java.util.function.Consumer<String> message, Runnable end) implements StreamObserver<String> {
        @Override
        public void onNext(String text) {
            message.accept(text);
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
            end.run();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
