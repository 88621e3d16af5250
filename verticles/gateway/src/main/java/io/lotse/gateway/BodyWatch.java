package io.lotse.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ProblemCode;

/**
 * Gives up a body that comes too slowly, or not at all, though there is room for more. What the service holds up is not the
 * client's fault, so that both are measured over times when nothing but the client was waited for.
 */
final class BodyWatch extends Deadlines.Watched {
    private static final MultiMap CLOSE =
            MultiMap.caseInsensitiveMultiMap().add(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);

    private final Exchange exchange;
    private final Rule rule;
    private long seen;
    private long since;
    private long seenBefore;
    private long spanSince;

    /**
     * How slow a body may be.
     *
     * @param idle how long nothing may come, in nanoseconds; 0 for any time
     * @param rate the least bytes a second; 0 for any
     * @param span over how long the rate is measured, in nanoseconds
     */
    record Rule(long idle, int rate, long span) {
        boolean isOn() {
            return idle != 0 || rate != 0;
        }
    }

    BodyWatch(Exchange exchange, Rule rule) {
        this.exchange = exchange;
        this.rule = rule;
        restart(exchange.loop().nanoClock().getAsLong());
    }

    @Override
    void check(long now) {
        Upload upload = exchange.upload();
        boolean heldUp = upload.wasHeldUp();
        if (heldUp || !upload.isAwaitingClient()) {
            restart(now);
        } else if (upload.received() != seen) {
            seen = upload.received();
            since = now;
            checkRate(now);
        } else if (rule.idle() != 0 && now - since >= patience(upload)) {
            giveUp("nothing of the body came for " + TimeUnit.NANOSECONDS.toMillis(now - since) + " ms");
        } else if (upload.hasLeave()) {
            checkRate(now);
        }
    }

    private void restart(long now) {
        seen = exchange.upload().received();
        since = now;
        restartSpan(now);
    }

    private void restartSpan(long now) {
        seenBefore = seen;
        spanSince = now;
    }

    /** A client may wait for leave as long as the service may take to give it, and should not wait for ever (RFC 9110, 10.1.1). */
    private long patience(Upload upload) {
        return upload.hasLeave()
                ? rule.idle()
                : Math.max(rule.idle(), exchange.route().patience().firstByte());
    }

    private void checkRate(long now) {
        long took = now - spanSince;
        if (rule.rate() == 0 || took < rule.span()) {
            return;
        }
        long came = seen - seenBefore;
        if (came < rule.rate() * (double) took / TimeUnit.SECONDS.toNanos(1)) {
            giveUp(came + " bytes of the body came in "
                    + Duration.ofNanos(took).toMillis() + " ms; it has to come with " + rule.rate()
                    + " bytes a second at least");
        } else {
            restartSpan(now);
        }
    }

    private void giveUp(String why) {
        exchange.loop().slowClients().cutOff(SlowClients.With.BODY);
        if (Http2Requests.is(exchange.inbound().request())) {
            exchange.refuse(ProblemCode.REQUEST_TIMEOUT, why);
        } else {
            exchange.refuse(Refusal.of(ProblemCode.REQUEST_TIMEOUT, why, CLOSE));
        }
    }
}
