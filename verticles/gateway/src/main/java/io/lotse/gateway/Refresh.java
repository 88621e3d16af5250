package io.lotse.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * Asks for a kept answer anew while clients are served the old one (RFC 5861, 3). One try at one instance: if it fails the next
 * client's request is another.
 */
final class Refresh {
    private final Route route;
    private final CacheRule rule;
    private final NodeCache node;
    private final CacheQuery query;
    private final StoredAnswer kept;
    private final Endpoint endpoint;
    private final Flights.Flight flight;
    private final long generation;
    private final long askedAt;
    private Collector collector;
    private boolean isOver;

    private Refresh(
            Route route,
            CacheRule rule,
            NodeCache node,
            CacheQuery query,
            StoredAnswer kept,
            Endpoint endpoint,
            Flights.Flight flight) {
        this.route = route;
        this.rule = rule;
        this.node = node;
        this.query = query;
        this.kept = kept;
        this.endpoint = endpoint;
        this.flight = flight;
        this.generation = node.store().generation(query.uri());
        this.askedAt = node.now();
    }

    /** Begins, unless somebody asks for the same already. The exchange may end at once. */
    static void start(Exchange exchange, CacheRule rule, NodeCache node, CacheQuery query, StoredAnswer kept) {
        Flights.Flight flight = node.flights().begin(query.key());
        if (flight == null) {
            return;
        }
        InboundRequest inbound = exchange.inbound();
        Target target = exchange.route().targets().pick(inbound);
        Endpoint endpoint =
                target.pool().isEmpty(inbound.isSentOn()) ? null : target.pool().next(inbound, List.of());
        if (endpoint == null) {
            flight.end();
            return;
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        exchange.prepare(headers, endpoint, target);
        Validators.ask(headers, kept.headers());
        String uri = exchange.route().uri(inbound, endpoint, target);
        new Refresh(exchange.route(), rule, node, query, kept, endpoint, flight)
                .ask(exchange.loop(), endpoint.request(HttpMethod.GET, uri), headers);
    }

    private void ask(Loop loop, RequestOptions options, MultiMap headers) {
        endpoint.begin();
        options.setIdleTimeout(TimeUnit.NANOSECONDS.toMillis(route.patience().firstByte()));
        boolean isHttp2 = endpoint.isHttp2(false);
        (isHttp2 ? loop.http2() : loop.http1())
                .request(options)
                .onFailure(e -> {
                    endpoint.health().connectFailed();
                    end();
                })
                .onSuccess(request -> {
                    endpoint.health().connected();
                    request.exceptionHandler(e -> {});
                    request.headers().addAll(headers);
                    if (isHttp2) {
                        Http2Upstream.adapt(request);
                    }
                    request.send().onComplete(response -> answered(request, response), e -> failed());
                });
    }

    private void failed() {
        if (!isOver) {
            endpoint.health().failed();
            end();
        }
    }

    private void answered(HttpClientRequest request, HttpClientResponse response) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        HeaderRules.response(response.headers(), response.version(), headers);
        if (route.responseEdits() != null) {
            route.responseEdits().apply(headers);
        }
        int status = response.statusCode();
        if (status >= 500) {
            failed();
            return;
        }
        endpoint.health().succeeded();
        if (status == 304) {
            confirmed(headers);
        } else {
            replace(request, response, rule.judge(query, status, headers, askedAt, node.now()));
        }
    }

    private void confirmed(MultiMap headers) {
        if (Validators.confirms(headers, kept.headers())) {
            node.confirm(query, kept, rule.confirm(query, kept, headers, askedAt, node.now()), generation);
        } else {
            node.store().remove(query.uri(), kept);
        }
        end();
    }

    private void replace(HttpClientRequest request, HttpClientResponse response, StoredAnswer head) {
        if (head == null) {
            node.store().remove(query.uri(), kept);
            end();
            return;
        }
        String told = response.headers().get("content-length");
        collector = new Collector(
                node.store(),
                rule.maxBody(),
                told == null ? -1 : Long.parseLong(told),
                body -> node.store().put(query, head.withBody(body), generation),
                () -> {
                    node.store().remove(query.uri(), kept);
                    request.reset();
                });
        response.handler(collector::take);
        response.exceptionHandler(e -> failed());
        response.endHandler(v -> {
            collector.end();
            end();
        });
    }

    private void end() {
        if (!isOver) {
            isOver = true;
            endpoint.end();
            if (collector != null) {
                collector.drop();
            }
            flight.end();
        }
    }
}
