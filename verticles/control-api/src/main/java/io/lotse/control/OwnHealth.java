package io.lotse.control;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

/**
 * How this node is, in the published structure of health answers. A process that does not work does not answer, and one
 * without its ledger still serves reads and routes: the status is always {@code up}, for a liveness probe.
 *
 * @param cpu null where the system does not tell
 * @param memoryLimitBytes null if there is no limit
 */
record OwnHealth(
        String status,
        String version,
        String node,
        Duration uptime,
        Double cpu,
        long memoryBytes,
        Long memoryLimitBytes,
        List<Check> checks) {

    record Check(String name, String status, String detail) {}

    static OwnHealth of(ControlApiConfig config, ViewState view) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new OwnHealth(
                "up",
                config.version(),
                config.node(),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                cpuLoad(),
                heap.getUsed(),
                heap.getMax() < 0 ? null : heap.getMax(),
                List.of(ledger(view)));
    }

    private static Check ledger(ViewState view) {
        if (!view.fed()) {
            return new Check("ledger", "degraded", "was not read yet: ask again in a moment");
        }
        return view.stale()
                ? new Check("ledger", "degraded", "out of touch: reads are answered from memory, /ready says why")
                : new Check("ledger", "up", null);
    }

    private static Double cpuLoad() {
        double load =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuLoad();
        return load >= 0 && load <= 1 ? load : null;
    }
}
