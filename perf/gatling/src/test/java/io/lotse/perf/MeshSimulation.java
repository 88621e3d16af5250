package io.lotse.perf;

import java.util.List;
import java.util.stream.Stream;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

import static io.gatling.javaapi.http.HttpDsl.http;

/** All journeys at once against a mesh that runs; {@code perf/thresholds.json} says whether it was fast enough. */
public final class MeshSimulation extends Simulation {
    private static final int BUFFERED_MESSAGES = 1_000;

    public MeshSimulation() {
        Settings settings = Settings.ofSystemProperties();
        HttpProtocolBuilder protocol = http.disableWarmUp()
                .shareConnections()
                .sseUnmatchedInboundMessageBufferSize(BUFFERED_MESSAGES)
                .userAgentHeader("lotse-perf");
        List<PopulationBuilder> users = Stream.of(
                        RegisterJourney.of(settings),
                        GatewayJourney.through(settings),
                        GatewayJourney.straight(settings),
                        EventJourney.of(settings))
                .flatMap(journey -> journey.users(protocol, settings.warmUp(), settings.duration()))
                .toList();
        setUp(users).assertions(Thresholds.read(settings.thresholds()).assertions());
    }
}
