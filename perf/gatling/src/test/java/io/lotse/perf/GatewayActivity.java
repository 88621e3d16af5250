package io.lotse.perf;

import java.util.List;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.tryMax;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** The same request to a service, through the gateway and without it: what the gateway costs. */
final class GatewayActivity {
    /** What a route promises holds for this row. */
    static final String THROUGH = "through the gateway";

    private static final String STRAIGHT = "straight to the service";
    private static final String SPIKE = "spike";
    private static final String AFTER = "after the spike";

    private static final String PATH = "/greeting";
    private static final String TURN = "turn";
    private static final String TRY = "try";
    private static final String ANSWER = "answer";
    private static final int OK = 200;

    private GatewayActivity() {}

    static Activity through(Settings settings) {
        return asking(settings, THROUGH, settings.rates().gateway(), 0, 1);
    }

    static Activity straight(Settings settings) {
        List<String> services = settings.straight();
        double rate = services.isEmpty() ? 0 : settings.rates().gateway();
        ChainBuilder call = call(STRAIGHT, services);
        return new Activity(STRAIGHT, rate, Activity.Span.part(0, 1, settings.duration()), call, call);
    }

    /** As ever for a third of the time, then many more, then as ever again. */
    static List<Activity> spike(Settings settings) {
        return List.of(
                asking(settings, THROUGH, settings.rates().gateway(), 0, 3),
                asking(settings, SPIKE, settings.rates().spike(), 1, 3),
                asking(settings, AFTER, settings.rates().gateway(), 2, 3));
    }

    /**
     * Users who ask the next gateway, once, if one does not answer, as clients may do with a request that is idempotent. Any
     * answer but 200 is a failure at once.
     */
    static Activity persistent(Settings settings) {
        List<String> bases = bases(settings);
        ChainBuilder call = exec(feed(Targets.turns(TURN)))
                .exec(group(THROUGH)
                        .on(
                                tryMax(2, TRY)
                                        .on(exec(session -> next(session, bases))
                                                .exec(http("ask")
                                                        .get("#{base}" + PATH)
                                                        .check(status().saveAs(ANSWER)))),
                                exec(session -> session.getInt(ANSWER) == OK ? session : session.markAsFailed())));
        return new Activity(
                THROUGH,
                settings.rates().gateway(),
                Activity.Span.part(0, 1, settings.duration()),
                call(THROUGH, bases),
                call);
    }

    private static Session next(Session session, List<String> bases) {
        return session.set("base", Targets.at(bases, session.getLong(TURN) + session.getInt(TRY)))
                .set(ANSWER, 0);
    }

    private static Activity asking(Settings settings, String name, double rate, int part, int parts) {
        ChainBuilder call = call(name, bases(settings));
        return new Activity(
                name, rate, Activity.Span.part(part, parts, settings.duration()), part == 0 ? call : null, call);
    }

    private static List<String> bases(Settings settings) {
        return settings.gateways().stream()
                .map(gateway -> gateway + "/api/" + settings.service())
                .toList();
    }

    private static ChainBuilder call(String name, List<String> bases) {
        return exec(
                feed(Targets.inTurn("base", bases)),
                http(name).get("#{base}" + PATH).check(status().is(OK)));
    }
}
