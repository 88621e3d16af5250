package io.lotse.perf;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.gatling.http.action.sse.SseInboundMessage;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

/**
 * Listens to a topic at one node, publishes there at the next node, and hears the event: {@code hear} is the time from
 * before the publication to the event's arrival. The users of a topic hear each other's events too.
 */
final class EventActivity {
    private static final int TOPICS = 8;
    private static final int EVENTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final long NEVER = -1;

    private EventActivity() {}

    static Activity of(Settings settings) {
        return new Activity(
                "publish and hear an event",
                settings.rates().event(),
                Activity.Span.part(0, 1, settings.duration()),
                exec(somebody(settings), repeat(EVENTS, "turn").on(exec(EventActivity::begin), publish())),
                exec(somebody(settings)).group("event").on(listen()));
    }

    private static ChainBuilder somebody(Settings settings) {
        return exec(feed(nodes(settings.control())), Targets.uniqueName());
    }

    private static ChainBuilder listen() {
        return exec(
                sse("listen").get("#{listenAt}/api/v1/events/#{topic}"),
                repeat(EVENTS, "turn").on(exec(EventActivity::begin), publish(), hear()),
                sse("leave").close());
    }

    private static Iterator<Map<String, Object>> nodes(List<String> control) {
        return LongStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Map.<String, Object>of(
                        "listenAt", Targets.at(control, i),
                        "publishAt", Targets.at(control, i + 1),
                        "topic", "perf-" + i % TOPICS))
                .iterator();
    }

    private static Session begin(Session session) {
        return session.set("eventId", session.getString("name") + "-" + session.getInt("turn"))
                .set("began", System.currentTimeMillis())
                .set("heard", NEVER);
    }

    private static HttpRequestActionBuilder publish() {
        return http("publish")
                .post("#{publishAt}/api/v1/events/#{topic}")
                .header("Content-Type", "application/cloudevents+json")
                .body(StringBody("{\"specversion\": \"1.0\", \"id\": \"#{eventId}\", \"source\": \"/perf\","
                        + " \"type\": \"io.lotse.perf.said\", \"data\": {\"turn\": #{turn}}}"))
                .check(status().in(200, 201, 202, 204));
    }

    /** Gatling has checks that wait for a message to come, but this one may be there already. */
    private static ChainBuilder hear() {
        return exec(
                asLongAsDuring(session -> session.getLong("heard") == NEVER, PATIENCE)
                        .on(pause(LOOK_EVERY), sse.processUnmatchedMessages(EventActivity::look)),
                dummy("hear", session -> (int) (heardAt(session) - session.getLong("began")))
                        .withSuccess(session -> session.getLong("heard") != NEVER));
    }

    private static Session look(List<SseInboundMessage> messages, Session session) {
        String id = "\"" + session.getString("eventId") + "\"";
        return messages.stream()
                .filter(message -> message.message().contains(id))
                .findFirst()
                .map(message -> session.set("heard", message.timestamp()))
                .orElse(session);
    }

    private static long heardAt(Session session) {
        long heard = session.getLong("heard");
        return heard == NEVER ? session.getLong("began") + PATIENCE.toMillis() : heard;
    }
}
