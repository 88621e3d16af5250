package io.lotse.gateway;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;

/** How the gateway speaks HTTP: to clients, and to instances. */
final class HttpSettings {
    private static final int CHUNK = 128 * 1024;
    private static final int FIRST_BUFFER = 2 * 1024;
    private static final int LEAST_BUFFER = 512;
    /** Of one HTTP/2 connection at the same time. */
    private static final int MAX_STREAMS = 250;
    /** How much a client may send ahead of what is taken, in bytes: of one request, and of one connection. */
    private static final int STREAM_WINDOW = 256 * 1024;

    private static final int CONNECTION_WINDOW = 1024 * 1024;
    /** Servers commonly close after 5 s: be first, so that no request meets a closing connection. */
    private static final int UPSTREAM_KEEP_ALIVE_SECONDS = 4;

    /** Of one connection to an instance at the same time. */
    private static final int UPSTREAM_STREAMS = 100;

    /**
     * How much an instance may send ahead of what a client takes, in bytes. The connection's window has room for all its
     * streams, so that clients that read slowly hold up nobody but themselves.
     */
    private static final int UPSTREAM_STREAM_WINDOW = 64 * 1024;

    private HttpSettings() {}

    static HttpServerOptions server(GatewayConfig config) {
        return new HttpServerOptions()
                // all of an exchange is on its event loop: no queue for other threads, 4 KB a connection
                .setStrictThreadMode(true)
                .setMaxChunkSize(CHUNK)
                .setMaxInitialLineLength(config.limits().requestLine())
                .setMaxHeaderSize(config.limits().headers())
                // else the stack's own decoder, laxer than ours, would read the first request of each connection
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MAX_STREAMS)
                        .setMaxHeaderListSize(config.limits().headers())
                        .setInitialWindowSize(STREAM_WINDOW))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    static HttpClientOptions client(GatewayConfig config) {
        return new HttpClientOptions()
                .setMaxChunkSize(CHUNK)
                .setReceiveBufferSize(CHUNK)
                .setConnectTimeout((int) config.timeouts().connect().toMillis())
                .setKeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
                .setMaxInitialLineLength(config.limits().requestLine())
                .setMaxHeaderSize(config.limits().headers());
    }

    /**
     * What answers are read into: as large as what came last. The stack would have a whole chunk for each read, also for an answer
     * of a few bytes: more than its allocator pools, so that each was asked of the system and filled with zeros.
     */
    static RecvByteBufAllocator buffersForAnswers() {
        return new AdaptiveRecvByteBufAllocator(LEAST_BUFFER, FIRST_BUFFER, CHUNK);
    }

    /** For instances that speak HTTP/2 by prior knowledge. */
    static HttpClientOptions http2Client(GatewayConfig config) {
        return client(config)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(UPSTREAM_STREAMS)
                .setHttp2ConnectionWindowSize(UPSTREAM_STREAMS * UPSTREAM_STREAM_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setMaxHeaderListSize(config.limits().headers())
                        .setInitialWindowSize(UPSTREAM_STREAM_WINDOW));
    }
}
