package io.lotse.launcher.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

/** A service of the demo as a team writes one: asks those it depends on through the gateway, and answers in plain text. */
public final class DemoService {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final HttpClient client = vertx.createHttpClient();
    private final String name;
    private final URI gateway;
    private final List<String> calls;
    private final int slowEvery;
    private int answers;

    /**
     * @param gateway through which it calls others
     * @param calls the services that it asks before it answers
     * @param slowEvery every so manieth answer takes longer; 0 for none
     */
    public DemoService(String name, URI gateway, List<String> calls, int slowEvery) {
        this.name = name;
        this.gateway = gateway;
        this.calls = List.copyOf(calls);
        this.slowEvery = slowEvery;
    }

    /** Begins to listen. */
    public Future<Void> listen(String host, int port) {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(port, host)
                .mapEmpty();
    }

    private void answer(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "text/plain; charset=utf-8");
        if (request.path().equals("/health")) {
            request.response().end("UP");
            return;
        }
        answers++;
        if (slowEvery > 0 && answers % slowEvery == 0) {
            vertx.setTimer(ServiceProgram.PAUSE.toMillis(), late -> askAndAnswer(request));
        } else {
            askAndAnswer(request);
        }
    }

    private void askAndAnswer(HttpServerRequest request) {
        List<Future<Integer>> asked =
                calls.stream().map(service -> ask(service, request.uri())).toList();
        Future.join(asked).onComplete(all -> {
            boolean well = asked.stream().allMatch(call -> call.succeeded() && call.result() == OK);
            request.response()
                    .setStatusCode(well ? OK : UNAVAILABLE)
                    .end(name + " " + request.uri() + " (Java, pid "
                            + ProcessHandle.current().pid() + ")" + told(asked) + "\n");
        });
    }

    private Future<Integer> ask(String service, String uri) {
        return client.request(new RequestOptions()
                        .setHost(gateway.getHost())
                        .setPort(gateway.getPort())
                        .setMethod(HttpMethod.GET)
                        .setURI("/api/" + service + uri)
                        .setTimeout(PATIENCE.toMillis()))
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(body -> answer.statusCode()));
    }

    private String told(List<Future<Integer>> asked) {
        return IntStream.range(0, calls.size())
                .mapToObj(i -> calls.get(i) + " "
                        + (asked.get(i).succeeded() ? asked.get(i).result() : "unreachable"))
                .collect(Collectors.joining(", ", calls.isEmpty() ? "" : "; asked: ", ""));
    }
}
