package io.lotse.perf;

import java.time.Duration;
import java.util.stream.Stream;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * What virtual users do.
 *
 * @param name in the report
 * @param rate how many begin it in a second; 0 leaves it out
 * @param span when they do
 * @param warmUp what is done before, unmeasured: requests alone; null for nothing
 * @param measured what the report tells
 */
record Activity(String name, double rate, Span span, ChainBuilder warmUp, ChainBuilder measured) {

    /**
     * A part of the measured time.
     *
     * @param from since its begin
     */
    record Span(Duration from, Duration length) {
        /** Of parts of the same length the one with that number, from 0 on. */
        static Span part(int number, int parts, Duration whole) {
            Duration length = whole.dividedBy(parts);
            return new Span(length.multipliedBy(number), length);
        }
    }

    /** Its users: those who warm the mesh up, and then those who are measured. */
    Stream<PopulationBuilder> users(HttpProtocolBuilder protocol, Duration warmUpFor) {
        if (rate <= 0) {
            return Stream.empty();
        }
        PopulationBuilder users = scenario(name)
                .exec(measured)
                .injectOpen(
                        nothingFor(warmUpFor.plus(span.from())),
                        constantUsersPerSec(rate).during(span.length()))
                .protocols(protocol);
        return warmUp == null || warmUpFor.isZero()
                ? Stream.of(users)
                : Stream.of(users, firstUsers(protocol, warmUpFor));
    }

    private PopulationBuilder firstUsers(HttpProtocolBuilder protocol, Duration warmUpFor) {
        return scenario(name + " (warm-up)")
                .exec(warmUp)
                .injectOpen(constantUsersPerSec(rate).during(warmUpFor))
                .protocols(protocol.silentUri(".*"));
    }
}
