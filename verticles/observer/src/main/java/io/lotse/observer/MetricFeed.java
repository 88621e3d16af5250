package io.lotse.observer;

import java.nio.ByteBuffer;
import java.util.Base64;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.LoadReport;
import io.lotse.contracts.metrics.PathTraffic;
import io.lotse.contracts.metrics.ProcessUse;
import io.lotse.contracts.metrics.TrafficReport;
import io.lotse.statistics.Millis;

/** Makes figures of what is told: of health checks, of the gateways' traffic, of hosts and processes. On one event loop. */
final class MetricFeed {
    private static final Logger LOG = LoggerFactory.getLogger(MetricFeed.class);
    private static final double PERCENT = 100;

    private final MetricStore store;
    private final Rollup rollup;

    MetricFeed(MetricStore store, Rollup rollup) {
        this.store = store;
        this.rollup = rollup;
    }

    /** An instance was checked. */
    void checked(HealthReport report) {
        if (report.checkedAt() == null) {
            return;
        }
        Subject instance = instance(report.serviceName(), report.serviceId());
        rollup.take(instance, report.checkedAt().getEpochSecond(), bin -> {
            bin.gauge(Figure.UP_PERCENT, report.consecutiveFailures() == 0 ? PERCENT : 0);
            if (report.latency() != null) {
                bin.gauge(Figure.RESPONSE_TIME_MS, Millis.of(report.latency()));
            }
            if (report.vitals() != null) {
                vitals(bin, report.vitals());
            }
        });
    }

    private static void vitals(Bin bin, Vitals vitals) {
        share(bin, Figure.CPU_PERCENT, vitals.cpu());
        share(bin, Figure.DATABASE_LOAD_PERCENT, vitals.databaseLoad());
        if (vitals.queued() != null) {
            bin.gauge(Figure.QUEUED, vitals.queued());
        }
        if (vitals.memoryBytes() != null) {
            memory(bin, vitals.memoryBytes(), vitals.memoryLimitBytes() == null ? 0 : vitals.memoryLimitBytes());
        }
    }

    private static void share(Bin bin, Figure figure, Double share) {
        if (share != null) {
            bin.gauge(figure, share * PERCENT);
        }
    }

    /** @param limit 0 for none */
    private static void memory(Bin bin, long bytes, long limit) {
        bin.gauge(Figure.MEMORY_BYTES, bytes);
        bin.gauge(Figure.MEMORY_FLOOR_BYTES, bytes);
        if (limit > 0) {
            bin.gauge(Figure.MEMORY_PERCENT, PERCENT * bytes / limit);
        }
    }

    /** A gateway counted its traffic. */
    void counted(TrafficReport report) {
        long second = report.at().getEpochSecond();
        for (InstanceTraffic traffic : report.instances()) {
            AbstractHistogram latency = histogram(traffic.latency(), traffic.serviceName());
            Subject instance = instance(traffic.serviceName(), traffic.serviceId());
            for (Subject subject : new Subject[] {instance, Subject.service(traffic.serviceName())}) {
                rollup.take(
                        subject,
                        second,
                        bin -> bin.traffic(traffic.requests(), traffic.errors(), traffic.running(), latency));
            }
        }
        for (PathTraffic traffic : report.paths()) {
            AbstractHistogram latency = histogram(traffic.latency(), traffic.serviceName());
            rollup.take(
                    Subject.path(traffic.serviceName(), traffic.path()),
                    second,
                    bin -> bin.traffic(traffic.requests(), traffic.errors(), latency));
        }
    }

    /** Null where there is none, or none that can be read. */
    private static AbstractHistogram histogram(String latency, String service) {
        if (latency == null) {
            return null;
        }
        try {
            ByteBuffer encoded = ByteBuffer.wrap(Base64.getDecoder().decode(latency));
            return IntCountsHistogram.decodeFromByteBuffer(encoded, 1);
        } catch (RuntimeException unreadable) {
            LOG.debug("event=latency_unreadable service={} reason={}", service, unreadable.toString());
            return null;
        }
    }

    /** A node measured its host and the processes it looks after. */
    void measured(LoadReport report) {
        long second = report.at().getEpochSecond();
        if (report.host() != null) {
            rollup.take(Subject.node(report.node()), second, bin -> host(bin, report.host()));
        }
        for (ProcessUse process : report.processes()) {
            rollup.take(instance(process.serviceName(), process.serviceId()), second, bin -> {
                bin.gauge(Figure.PROCESS_CPU_PERCENT, process.cpu() * PERCENT);
                bin.gauge(Figure.PROCESS_MEMORY_BYTES, process.memoryBytes());
            });
        }
    }

    private static void host(Bin bin, HostLoad host) {
        bin.gauge(Figure.CPU_PERCENT, host.cpuShare() * PERCENT);
        memory(bin, host.memoryUsed(), host.memoryTotal());
        if (!host.loadAverage().isEmpty()) {
            bin.gauge(Figure.LOAD_PERCENT, PERCENT * host.loadAverage().get(0) / host.processors());
        }
    }

    private Subject instance(String service, String id) {
        Subject instance = Subject.instance(id);
        store.belongs(instance, service);
        return instance;
    }
}
