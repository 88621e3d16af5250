package io.lotse.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;

import static io.gatling.javaapi.http.HttpDsl.http;

/** One journey against a mesh that runs; {@code observer_config.json} says whether it was fast enough. */
public final class MeshSimulation extends Simulation {
    private static final int BUFFERED_MESSAGES = 1_000;

    private final Settings settings = Settings.ofSystemProperties();

    public MeshSimulation() {
        HttpProtocolBuilder protocol = http.disableWarmUp()
                .shareConnections()
                .sseUnmatchedInboundMessageBufferSize(BUFFERED_MESSAGES)
                .userAgentHeader("lotse-perf");
        List<PopulationBuilder> users = settings.journey().activities(settings).stream()
                .flatMap(activity -> activity.users(protocol, settings.warmUp()))
                .toList();
        setUp(users)
                .assertions(
                        Thresholds.read(settings.config(), settings.journey().wireName(), settings.service())
                                .assertions());
    }

    /** Tells {@code perf/run}, which has to know when its faults are due. */
    @Override
    public void before() {
        if (settings.begun() == null) {
            return;
        }
        try {
            Files.createFile(settings.begun());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
