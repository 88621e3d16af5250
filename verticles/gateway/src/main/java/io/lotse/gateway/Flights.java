package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Who is asking for what at the moment, on all event loops of a node: requests for the same wait for the one that asked first,
 * and look again once its answer is kept, or is known to be of no use to them.
 */
final class Flights {
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    /**
     * Begins to ask for something.
     *
     * @return the flight, to be ended; null if somebody asks for it already
     */
    Flight begin(String key) {
        Flight mine = new Flight(key);
        return flights.putIfAbsent(key, mine) == null ? mine : null;
    }

    /**
     * Waits for who asks for it now.
     *
     * @param most so many may wait
     * @param again called once on this event loop, when that one is through
     * @return false if nobody asks for it, or too many wait
     */
    boolean await(String key, int most, Runnable again) {
        Flight flight = flights.get(key);
        return flight != null && flight.add(most, new Waiting(Vertx.currentContext(), again));
    }

    private record Waiting(Context context, Runnable again) {}

    /** One request's asking. */
    final class Flight {
        private final String key;
        /** Null once it has ended. */
        private List<Waiting> waiting = new ArrayList<>();

        private Flight(String key) {
            this.key = key;
        }

        private synchronized boolean add(int most, Waiting one) {
            return waiting != null && waiting.size() < most && waiting.add(one);
        }

        /** Lets those who wait go on. */
        void end() {
            List<Waiting> released;
            synchronized (this) {
                released = waiting;
                waiting = null;
            }
            if (released != null) {
                flights.remove(key, this);
                released.forEach(w -> w.context().runOnContext(v -> w.again().run()));
            }
        }
    }
}
