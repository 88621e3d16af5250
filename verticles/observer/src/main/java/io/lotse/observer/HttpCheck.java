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
        return http.ask(request(instance, path), null)
                .map(answer -> finding(answer, expected))
                .otherwise(Unanswered::finding);
    }

    private static Finding finding(Answer answer, Expectation expected) {
        Verdict verdict = expected.hold(answer, HealthAnswers.judge(answer, expected.meets(answer.status())));
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
