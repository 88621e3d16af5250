package io.lotse.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/**
 * Where a request can be sent: an instance, another host's gateway or the control API; and whether connects to it
 * succeeded of late. Its state belongs to one event loop.
 */
final class Endpoint {
    private static final long FIRST_EJECTION = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_EJECTION = Duration.ofSeconds(30).toNanos();

    private final SocketAddress address;
    private final boolean gateway;
    private final LongSupplier nanoClock;

    /** 0 while nothing failed; else how long the endpoint was left out at last. */
    private long ejection;

    private long leftOutUntil;

    /**
     * @param address where it listens
     * @param gateway whether this is another host's gateway
     * @param nanoClock as {@link System#nanoTime()}
     */
    Endpoint(SocketAddress address, boolean gateway, LongSupplier nanoClock) {
        this.address = address;
        this.gateway = gateway;
        this.nanoClock = nanoClock;
    }

    SocketAddress address() {
        return address;
    }

    /** Whether this is another host's gateway, which wants the path as it came. */
    boolean isGateway() {
        return gateway;
    }

    RequestOptions request(HttpMethod method, String uri) {
        return new RequestOptions()
                .setServer(address)
                .setHost(address.host())
                .setPort(address.port())
                .setMethod(method)
                .setURI(uri);
    }

    /** Whether it may be picked before others have been tried. Says yes once when its time is over: the trial. */
    boolean admits() {
        if (ejection == 0) {
            return true;
        }
        long now = nanoClock.getAsLong();
        if (now - leftOutUntil < 0) {
            return false;
        }
        leftOutUntil = now + ejection;
        return true;
    }

    /** A connect failed: leaves the endpoint out for a second, then twice as long each time it fails on trial. */
    void connectFailed() {
        ejection = ejection == 0 ? FIRST_EJECTION : Math.min(2 * ejection, LONGEST_EJECTION);
        leftOutUntil = nanoClock.getAsLong() + ejection;
    }

    void connected() {
        ejection = 0;
    }

    @Override
    public String toString() {
        return address.host() + ":" + address.port();
    }
}
