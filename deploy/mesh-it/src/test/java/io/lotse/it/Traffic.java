package io.lotse.it;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** Asks for a service through several gateways, by a few clients at each, until it is closed. */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS_EACH = 3;
    private static final long PAUSE_MILLIS = 5;

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Function<String, HttpResponse<String>> client;
    private final ScheduledExecutorService clients;

    /** Requests that a gateway may send again. */
    Traffic(List<String> gateways, String service) {
        this(gateways, service, Http::get);
    }

    /** Requests that a gateway sends once. */
    static Traffic ofPosts(List<String> gateways, String service) {
        return new Traffic(gateways, service, url -> Http.post(url, new JsonObject()));
    }

    private Traffic(List<String> gateways, String service, Function<String, HttpResponse<String>> client) {
        this.client = client;
        List<String> asked = gateways.stream()
                .flatMap(gateway -> Collections.nCopies(CLIENTS_EACH, gateway).stream())
                .toList();
        clients = Executors.newScheduledThreadPool(asked.size());
        asked.forEach(gateway -> clients.scheduleWithFixedDelay(
                () -> ask(gateway, gateway + "/api/" + service + "/"), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /**
     * A request and what came of it.
     *
     * @param startedAt by {@link System#nanoTime()}
     * @param endedAt by {@link System#nanoTime()}
     * @param status 0 if there was no answer
     * @param answer the body; empty if there was no answer
     */
    record Request(String gateway, long startedAt, long endedAt, int status, String answer) {
        boolean succeeded() {
            return status == 200;
        }
    }

    /** Waits until so many more requests have an answer. */
    void awaitAnswers(int count) {
        int before = requests.size();
        await().atMost(60, SECONDS).until(requests::size, size -> size >= before + count);
    }

    /** Waits until so many more requests have succeeded, the last ones all. */
    void awaitSuccesses(int count) {
        int before = requests.size();
        await().atMost(60, SECONDS)
                .until(
                        () -> requests.stream().skip(before).toList(),
                        since -> since.size() >= count
                                && since.subList(since.size() - count, since.size()).stream()
                                        .allMatch(Request::succeeded));
    }

    /** The requests that began after a moment. */
    List<Request> since(long nanoTime) {
        return requests.stream()
                .filter(request -> request.startedAt() >= nanoTime)
                .toList();
    }

    /** In words, how many requests failed that ended after a moment, how, and when the last one did. */
    String lostSince(long nanoTime) {
        List<Request> all =
                requests.stream().filter(r -> r.endedAt() >= nanoTime).toList();
        List<Request> lost =
                all.stream().filter(request -> !request.succeeded()).toList();
        long last = lost.stream().mapToLong(Request::endedAt).max().orElse(nanoTime);
        return lost.size() + " of " + all.size() + " requests failed "
                + lost.stream().collect(Collectors.groupingBy(Request::status, TreeMap::new, Collectors.counting()))
                + ", the last " + Duration.ofNanos(last - nanoTime).toMillis() + " ms after the kill";
    }

    @Override
    public void close() {
        clients.shutdown();
        try {
            if (!clients.awaitTermination(60, SECONDS)) {
                throw new IllegalStateException("a client still waits for an answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String gateway, String url) {
        long start = System.nanoTime();
        int status = 0;
        String answer = "";
        try {
            HttpResponse<String> response = client.apply(url);
            status = response.statusCode();
            answer = response.body();
        } catch (UncheckedIOException e) {
            // counted as no answer
        }
        requests.add(new Request(gateway, start, System.nanoTime(), status, answer));
    }
}
