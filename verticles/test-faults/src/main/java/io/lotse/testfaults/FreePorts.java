package io.lotse.testfaults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Ports that nobody listened on a moment ago, and that can be bound on 127.0.0.1. They lie below those that a system gives
 * out by itself: none of the connections and listeners of the tests that run beside takes one before its asker does.
 */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int COUNT = 10_000;
    /** None is the neighbour of the one before, to which a node moves whose port is taken; shares no factor with the count. */
    private static final int STEP = 37;
    /** Each process begins elsewhere, and gives none twice before it has given all. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** One of them. */
    public static int next() {
        for (int i = 0; i < COUNT; i++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndAdd(STEP), COUNT);
            if (canBeBound(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free between " + LOWEST + " and " + (LOWEST + COUNT - 1));
    }

    /** So many different ones, in order. */
    public static List<Integer> next(int count) {
        return IntStream.range(0, count).map(i -> next()).sorted().boxed().toList();
    }

    private static boolean canBeBound(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
