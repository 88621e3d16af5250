package io.lotse.gateway;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.bucket4j.Bucket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes at a URL, asked for when the first token needs them and then again every ten minutes while
 * there are tokens. They stay in force for a day while the issuer cannot be reached.
 */
final class PublishedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final long FRESH_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long GOOD_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final long FETCH_TIMEOUT_MILLIS = 5_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final int MOST_BYTES = 512 * 1024;
    private static final int OK = 200;

    private final String url;
    private final HttpClient client;
    private final Clock clock;
    /** Tokens that name unknown keys make the gateway ask no more often than this allows: anybody can send such. */
    private final Bucket renewals = Bucket.builder()
            .addLimit(limit -> limit.capacity(5).refillGreedy(2, Duration.ofMinutes(1)))
            .build();

    private volatile Fetched fetched;
    /** The fetch that is under way; null for none. */
    private Future<Void> running;

    private int failures;
    /** Nobody is asked before this, in milliseconds since 1970. */
    private volatile long pausedUntil;

    /**
     * What came last.
     *
     * @param at when, in milliseconds since 1970
     */
    private record Fetched(Buffer text, VerificationKeys keys, long at) {}

    PublishedKeys(String url, HttpClient client, Clock clock) {
        this.url = url;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public VerificationKeys keys() {
        Fetched now = fetched;
        if (now == null) {
            return null;
        }
        long age = clock.millis() - now.at();
        if (age > FRESH_MILLIS && clock.millis() >= pausedUntil) {
            fetch();
        }
        return age > GOOD_MILLIS ? null : now.keys();
    }

    @Override
    public Future<Void> renew() {
        return fetched != null && !renewals.tryConsume(1) ? Future.succeededFuture() : fetch();
    }

    private synchronized Future<Void> fetch() {
        if (running != null) {
            return running;
        }
        if (clock.millis() < pausedUntil) {
            return Future.succeededFuture();
        }
        Future<Void> asking = ask().transform(result -> {
            done(result.cause());
            return Future.succeededFuture();
        });
        running = asking.isComplete() ? null : asking;
        return asking;
    }

    private Future<Void> ask() {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(HttpMethod.GET)
                .setFollowRedirects(false);
        return client.request(options)
                .compose(request -> request.putHeader("Accept", "application/jwk-set+json, application/json")
                        .send()
                        .compose(PublishedKeys::body)
                        .onFailure(e -> request.reset()))
                .timeout(FETCH_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map(this::take);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            response.exceptionHandler(e -> {});
            return Future.failedFuture("it answered " + response.statusCode());
        }
        Buffer whole = Buffer.buffer();
        Promise<Buffer> read = Promise.promise();
        response.handler(part -> {
            if (whole.length() + part.length() > MOST_BYTES) {
                read.tryFail("it sent more than " + MOST_BYTES + " bytes");
            } else {
                whole.appendBuffer(part);
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(v -> read.tryComplete(whole));
        return read.future();
    }

    private Void take(Buffer text) {
        Fetched before = fetched;
        long now = clock.millis();
        if (before != null && before.text().equals(text)) {
            fetched = new Fetched(text, before.keys(), now);
            return null;
        }
        try {
            VerificationKeys keys =
                    VerificationKeys.of(JWKSet.parse(text.toString()).getKeys());
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("there is no key for signatures in it");
            }
            fetched = new Fetched(text, keys, now);
            LOG.info("event=issuer_keys_changed url={}", url);
            return null;
        } catch (ParseException e) {
            throw new IllegalArgumentException("it is no JWK Set: " + e.getMessage());
        }
    }

    private synchronized void done(Throwable failure) {
        running = null;
        if (failure == null) {
            failures = 0;
            pausedUntil = 0;
            return;
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
        failures++;
        pausedUntil = clock.millis() + pause;
        LOG.warn("event=issuer_keys_failed url={} again_in_ms={} reason=\"{}\"", url, pause, failure.getMessage());
    }
}
