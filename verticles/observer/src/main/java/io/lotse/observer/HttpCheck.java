package io.lotse.observer;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import io.lotse.contracts.registry.Instance;

/** Asks an instance's health path, and reads how it is in whichever format it answers. */
final class HttpCheck implements Check {
    /** The entry of an instance's metadata that names where it shows its figures to Prometheus. */
    static final String METADATA_METRICS = "metrics_path";

    private static final int OK = 200;

    private final HttpAsk http;

    HttpCheck(Vertx vertx, Duration timeout) {
        this.http = new HttpAsk(vertx, timeout);
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        String path = instance.healthPath() == null ? "/" : instance.healthPath();
        if (!isPath(path)) {
            throw new BadSetting("health_path " + Foreign.quote(path) + " is not a path: register one such as /health");
        }
        Expectation expected = Expectation.of(settings);
        Future<Finding> health = http.ask(request(instance, path), null)
                .map(answer -> finding(answer, expected))
                .otherwise(Unanswered::finding);
        String metrics = instance.metadata().get(METADATA_METRICS);
        return metrics == null ? health : withMetrics(health, instance, metrics);
    }

    /** Both are asked at the same time; what the health answer tells of itself goes before what the page says. */
    private Future<Finding> withMetrics(Future<Finding> health, Instance instance, String path) {
        if (!isPath(path)) {
            throw new BadSetting(METADATA_METRICS + " " + Foreign.quote(path)
                    + " in the metadata is not a path: register one such as /actuator/prometheus");
        }
        Future<Answer> page = http.ask(request(instance, path), null);
        return Future.join(health, page)
                .transform(both -> health.map(found -> {
                    boolean isRead = page.succeeded() && page.result().status() == OK;
                    return isRead
                            ? found.with(PrometheusText.vitals(
                                    page.result().body().toString(),
                                    page.result().cut()))
                            : found.with("; nothing to read at " + path);
                }));
    }

    private static Finding finding(Answer answer, Expectation expected) {
        Reading verdict = expected.hold(answer, HealthAnswers.judge(answer, expected.meets(answer.status())));
        return new Finding(verdict.status(), answer.latency(), answer.status(), verdict.detail(), verdict.vitals());
    }

    private static RequestOptions request(Instance instance, String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(Endpoints.reachableAt(instance.ipAddress()))
                .setPort(instance.port())
                .setURI(path)
                .putHeader(HttpHeaders.ACCEPT, "application/health+json, application/json, */*;q=0.5");
    }

    private static boolean isPath(String path) {
        try {
            return path.startsWith("/") && new URI(path).toASCIIString().equals(path);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
