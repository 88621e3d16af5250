package io.lotse.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections to a node's gateway and refuses those beyond its limits: by closing them, for nothing was asked yet
 * that could be answered. Shared by all event loops.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long LOG_EVERY = 10_000_000_000L;
    /** Who has one address of IPv6 has all that share these bytes. */
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostPerClient;
    private final Predicate<InetAddress> gateways;
    private final Predicate<InetAddress> proxies;
    private final LongSupplier nanoClock;

    private final AtomicInteger open = new AtomicInteger();
    /** One for all connections whose client is not counted. */
    private final ChannelFutureListener leaves = closed -> left(null);
    /** Empty where clients may have any number. */
    private final Map<Object, Integer> byClient = new ConcurrentHashMap<>();

    private final LongAdder refusedOfClients = new LongAdder();
    private final LongAdder refusedOfAll = new LongAdder();
    private long loggedAt;
    private long refusedWhenLogged;

    /**
     * @param gateways finds other gateways, which no limit binds
     * @param proxies finds trusted proxies, whose connections are those of many clients
     */
    Connections(
            GatewayConfig.Limits limits,
            Predicate<InetAddress> gateways,
            Predicate<InetAddress> proxies,
            LongSupplier nanoClock) {
        this.most = limits.connections();
        this.mostPerClient = limits.connectionsPerClient();
        this.gateways = gateways;
        this.proxies = proxies;
        this.nanoClock = nanoClock;
        this.loggedAt = nanoClock.getAsLong() - LOG_EVERY;
    }

    /**
     * Counts a connection until it is closed; closes it if it is one too many.
     *
     * @return whether it may stay
     */
    boolean admit(Channel channel) {
        InetAddress client = address(channel);
        Object key = mostPerClient == 0 || client == null ? null : key(client);
        int all = open.incrementAndGet();
        int ofClient = key == null ? 0 : byClient.merge(key, 1, Integer::sum);
        channel.closeFuture().addListener(key == null ? leaves : closed -> left(key));
        if (client == null || !isTooMany(all, ofClient, client)) {
            return true;
        }
        channel.close();
        return false;
    }

    private boolean isTooMany(int all, int ofClient, InetAddress client) {
        boolean beyondAll = most != 0 && all > most;
        boolean beyondClients = mostPerClient != 0 && ofClient > mostPerClient;
        if (!(beyondAll || beyondClients) || gateways.test(client)) {
            return false;
        }
        if (beyondClients && !proxies.test(client)) {
            refused(refusedOfClients, client, "one client may have " + mostPerClient);
            return true;
        }
        if (beyondAll) {
            refused(refusedOfAll, client, "there may be " + most);
        }
        return beyondAll;
    }

    private void left(Object key) {
        open.decrementAndGet();
        if (key != null) {
            byClient.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Says so now and then, for who floods the gateway shall not flood its log. */
    private synchronized void refused(LongAdder counter, InetAddress client, String why) {
        counter.increment();
        long now = nanoClock.getAsLong();
        if (now - loggedAt >= LOG_EVERY) {
            long refused = refusedOfClients.sum() + refusedOfAll.sum();
            LOG.warn(
                    "event=connections_refused count={} last_client={} reason=\"{}\"",
                    refused - refusedWhenLogged,
                    client.getHostAddress(),
                    why);
            loggedAt = now;
            refusedWhenLogged = refused;
        }
    }

    /** Null where it has none, or is gone. */
    static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }

    /** What the connections of one client have in common: the address, or the network of 64 bits in IPv6. */
    private static Object key(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length < NETWORK_BYTES) {
            return address;
        }
        long network = 0;
        for (int i = 0; i < NETWORK_BYTES; i++) {
            network = (network << 8) | (bytes[i] & 0xff);
        }
        return network;
    }

    /** How many there are. */
    int open() {
        return open.get();
    }

    /** How many were refused because their client had too many. */
    long refusedOfClients() {
        return refusedOfClients.sum();
    }

    /** How many were refused because there were too many. */
    long refusedOfAll() {
        return refusedOfAll.sum();
    }
}
