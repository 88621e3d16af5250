import java.util.Map;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/**
 * The least that a proxy on Vert.x's HTTP server and client can be: one upstream, GET alone, a path rewritten and four headers
 * set or removed, no time-outs, no checks. What Lotse takes more is Lotse's. Usage: VertxBare PORT BACKEND_PORT
 */
public final class VertxBare extends AbstractVerticle {
    private static final int CHUNK = 128 * 1024;

    private final int port;
    private final SocketAddress backend;
    private HttpClient client;

    private VertxBare(int port, int backendPort) {
        this.port = port;
        this.backend = SocketAddress.inetSocketAddress(backendPort, "127.0.0.1");
    }

    public static void main(String[] args) {
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
                .deployVerticle(new VertxBare(Integer.parseInt(args[0]), Integer.parseInt(args[1])))
                .onFailure(e -> {
                    e.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setMaxChunkSize(CHUNK).setReceiveBufferSize(CHUNK),
                new PoolOptions().setHttp1MaxSize(8_192));
        vertx.createHttpServer(new HttpServerOptions().setMaxChunkSize(CHUNK))
                .requestHandler(this::pass)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void pass(HttpServerRequest request) {
        String uri = request.uri();
        RequestOptions options = new RequestOptions()
                .setServer(backend)
                .setHost(backend.host())
                .setPort(backend.port())
                .setMethod(request.method())
                .setURI("/v1" + uri.substring(uri.indexOf('/', 1)));
        client.request(options)
                .compose(upstream -> {
                    copy(request.headers(), upstream.headers());
                    upstream.headers()
                            .remove("x-debug")
                            .set("x-team", "shop")
                            .set("x-forwarded-proto", "http")
                            .set("x-forwarded-for", request.remoteAddress().hostAddress());
                    return upstream.send();
                })
                .onSuccess(answer -> bringBack(answer, request.response()))
                .onFailure(e -> request.response().setStatusCode(502).end());
    }

    private static void copy(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            to.add(header.getKey(), header.getValue());
        }
    }

    private static void bringBack(HttpClientResponse from, HttpServerResponse to) {
        to.setStatusCode(from.statusCode());
        copy(from.headers(), to.headers());
        to.headers().remove("x-powered-by").remove("connection").set("x-gateway", "peer");
        String told = from.getHeader("content-length");
        long length = told == null ? -1 : Long.parseLong(told);
        to.setWriteQueueMaxSize(4 * CHUNK);
        from.exceptionHandler(e -> to.reset());
        from.handler(chunk -> take(from, to, length, chunk));
        from.endHandler(v -> {
            if (!to.ended()) {
                to.end();
            }
        });
    }

    private static void take(HttpClientResponse from, HttpServerResponse to, long length, Buffer chunk) {
        if (chunk.length() == length) {
            to.end(chunk);
            return;
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(v -> from.resume());
        }
    }
}
