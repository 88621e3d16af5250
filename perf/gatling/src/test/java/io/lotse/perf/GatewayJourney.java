package io.lotse.perf;

import java.util.List;

import io.gatling.javaapi.core.ChainBuilder;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** The same request to a service, through the gateway and without it: what the gateway costs. */
final class GatewayJourney {
    private static final String THROUGH = "through the gateway";
    private static final String STRAIGHT = "straight to the service";

    private static final String PATH = "/greeting";

    private GatewayJourney() {}

    static Journey through(Settings settings) {
        List<String> services = settings.gateways().stream()
                .map(gateway -> gateway + "/api/" + settings.service())
                .toList();
        return new Journey(THROUGH, settings.rates().gateway(), call(THROUGH, services), call(THROUGH, services));
    }

    static Journey straight(Settings settings) {
        List<String> services = settings.straight();
        double rate = services.isEmpty() ? 0 : settings.rates().gateway();
        return new Journey(STRAIGHT, rate, call(STRAIGHT, services), call(STRAIGHT, services));
    }

    private static ChainBuilder call(String name, List<String> bases) {
        return exec(
                feed(Targets.inTurn("base", bases)),
                http(name).get("#{base}" + PATH).check(status().is(200)));
    }
}
