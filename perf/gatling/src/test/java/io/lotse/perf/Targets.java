package io.lotse.perf;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.gatling.javaapi.core.ChainBuilder;

import static io.gatling.javaapi.core.CoreDsl.exec;

/** Whom a virtual user speaks to, and as whom. */
final class Targets {
    private static final AtomicLong USERS = new AtomicLong(System.currentTimeMillis());

    private Targets() {}

    /** A feeder that gives each user the next URL. */
    static Iterator<Map<String, Object>> inTurn(String attribute, List<String> urls) {
        return LongStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Map.<String, Object>of(attribute, at(urls, i)))
                .iterator();
    }

    /** A feeder that gives each user the next number. */
    static Iterator<Map<String, Object>> turns(String attribute) {
        return LongStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Map.<String, Object>of(attribute, i))
                .iterator();
    }

    /** The URL of a turn; any turn from 0 on. */
    static String at(List<String> urls, long turn) {
        return urls.get((int) (turn % urls.size()));
    }

    /** A name that no user of this run, nor of the one before, has: in {@code name}. */
    static ChainBuilder uniqueName() {
        return exec(
                session -> session.set("name", "perf-" + Long.toString(USERS.getAndIncrement(), Character.MAX_RADIX)));
    }
}
