package io.lotse.perf.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/** A server of others in a process of its own, asked over HTTP with as many connections as there are requests at once. */
abstract class HttpContender implements Contender {
    private final String name;
    private final int port;
    private final Process process;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    HttpContender(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
                new PoolOptions().setHttp1MaxSize(64));
    }

    Future<Buffer> post(String path, int expected, Buffer json) {
        return client.request(HttpMethod.POST, path)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(json))
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() != expected) {
                        throw new IllegalStateException(name + " answered " + response.statusCode() + ": " + body);
                    }
                    return body;
                }));
    }

    void awaitReady(String path) throws InterruptedException {
        Processes.await(process, name, () -> client.request(HttpMethod.GET, path)
                .compose(request -> request.send())
                .map(response -> response.statusCode() == 200)
                .otherwise(false));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        LedgerContender.await(vertx.close());
        Processes.end(process);
    }
}
