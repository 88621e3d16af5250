package io.lotse.gateway;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

import io.lotse.contracts.metrics.InstanceTraffic;

/** What the event loops of one node counted of each instance lately, together. Safe on any thread. */
final class TrafficSums {
    private final Map<Healths.Instance, Sum> sums = new HashMap<>();

    private static final class Sum {
        private long requests;
        private long errors;
        private int running;
        private final AbstractHistogram micros = new IntCountsHistogram(Traffic.SIGNIFICANT_DIGITS);
    }

    /** @param micros null where nothing was timed */
    synchronized void add(
            String service, String instance, long requests, long errors, int running, AbstractHistogram micros) {
        Sum sum = sums.computeIfAbsent(new Healths.Instance(service, instance), i -> new Sum());
        sum.requests += requests;
        sum.errors += errors;
        sum.running += running;
        if (micros != null) {
            sum.micros.add(micros);
        }
    }

    /** Hands over all and begins anew. */
    synchronized List<InstanceTraffic> drain() {
        List<InstanceTraffic> all = new ArrayList<>(sums.size());
        sums.forEach((instance, sum) -> all.add(new InstanceTraffic(
                instance.service(),
                instance.id(),
                sum.requests,
                sum.errors,
                sum.running,
                sum.micros.getTotalCount() == 0 ? null : encoded(sum.micros))));
        sums.clear();
        return all;
    }

    static String encoded(AbstractHistogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
