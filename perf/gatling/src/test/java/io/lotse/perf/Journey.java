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
 * @param warmUp what is done before, unmeasured: requests alone
 * @param measured what the report tells
 */
record Journey(String name, double rate, ChainBuilder warmUp, ChainBuilder measured) {

    /** Its users: those who warm the mesh up, and then those who are measured. */
    Stream<PopulationBuilder> users(HttpProtocolBuilder protocol, Duration warmUpFor, Duration measureFor) {
        if (rate <= 0) {
            return Stream.empty();
        }
        PopulationBuilder users = scenario(name)
                .exec(measured)
                .injectOpen(nothingFor(warmUpFor), constantUsersPerSec(rate).during(measureFor))
                .protocols(protocol);
        return warmUpFor.isZero() ? Stream.of(users) : Stream.of(users, firstUsers(protocol, warmUpFor));
    }

    private PopulationBuilder firstUsers(HttpProtocolBuilder protocol, Duration warmUpFor) {
        return scenario(name + " (warm-up)")
                .exec(warmUp)
                .injectOpen(constantUsersPerSec(rate).during(warmUpFor))
                .protocols(protocol.silentUri(".*"));
    }
}
