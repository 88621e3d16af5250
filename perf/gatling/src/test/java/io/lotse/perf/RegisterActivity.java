package io.lotse.perf;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

/** What a service does in its life: registers, is looked up, sends a heartbeat, deregisters. All at one node. */
final class RegisterActivity {
    private static final String API = "#{control}/api/v1/ipmanager";

    private RegisterActivity() {}

    static Activity of(Settings settings) {
        return new Activity(
                "register and look up",
                settings.rates().register(),
                Activity.Span.part(0, 1, settings.duration()),
                exec(somebody(settings), life()),
                exec(somebody(settings)).group("register").on(life()));
    }

    private static ChainBuilder somebody(Settings settings) {
        return exec(feed(Targets.inTurn("control", settings.control())), Targets.uniqueName());
    }

    private static ChainBuilder life() {
        return exec(register(), lookUp(), heartbeat(), deregister());
    }

    private static HttpRequestActionBuilder register() {
        return http("register")
                .post(API + "/register")
                .body(StringBody("{\"service_name\": \"#{name}\", \"service_type\": \"perf\"}"))
                .asJson()
                .check(status().is(201), jmesPath("service_id").saveAs("serviceId"));
    }

    private static HttpRequestActionBuilder lookUp() {
        return http("look up")
                .get(API + "/endpoint/#{name}")
                .check(status().is(200), jmesPath("service_id").isEL("#{serviceId}"));
    }

    private static HttpRequestActionBuilder heartbeat() {
        return http("heartbeat").post(API + "/heartbeat/#{serviceId}").check(status().is(204));
    }

    private static HttpRequestActionBuilder deregister() {
        return http("deregister")
                .post(API + "/deregister")
                .body(StringBody("{\"service_id\": \"#{serviceId}\"}"))
                .asJson()
                .check(status().is(204));
    }
}
