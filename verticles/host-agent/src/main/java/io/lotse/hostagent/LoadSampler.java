package io.lotse.hostagent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;
import oshi.spi.SystemInfoProvider;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.host.ProcessQuery;

/**
 * How busy the host and its processes are. Shares are of the time between two samples; a process that nobody asked for
 * in a while begins anew. Blocks.
 */
final class LoadSampler {
    private static final Duration FORGET_AFTER = Duration.ofMinutes(5);
    private static final long FIRST_LOOK_MILLIS = 200;

    private final String host;
    private final Supplier<SystemInfoProvider> system;
    private final Clock clock;
    private final Sampled<HostLoad> hostLoad;
    private final Map<Integer, ProcessSampler> processes = new ConcurrentHashMap<>();
    private long[] ticks;

    LoadSampler(String host, Supplier<SystemInfoProvider> system, Clock clock) {
        this.host = host;
        this.system = system;
        this.clock = clock;
        this.hostLoad = new Sampled<>(this::sampleHost, clock);
    }

    HostLoad host() {
        return hostLoad.get();
    }

    /** @throws ContractException {@link ProblemCode#UNKNOWN_PROCESS} if there is no such process */
    ProcessLoad process(ProcessQuery query) {
        processes.values().removeIf(p -> p.load.idleFor(FORGET_AFTER));
        int pid = (int) query.pid();
        ProcessSampler sampler = processes.computeIfAbsent(pid, ProcessSampler::new);
        try {
            return sampler.load.get();
        } catch (ContractException gone) {
            processes.remove(pid, sampler);
            throw gone;
        }
    }

    private HostLoad sampleHost() {
        CentralProcessor processor = system.get().getHardware().getProcessor();
        double share = ticks == null
                ? processor.getSystemCpuLoad(FIRST_LOOK_MILLIS)
                : processor.getSystemCpuLoadBetweenTicks(ticks);
        ticks = processor.getSystemCpuLoadTicks();
        GlobalMemory memory = system.get().getHardware().getMemory();
        return new HostLoad(
                host,
                share(share),
                processor.getLogicalProcessorCount(),
                memory.getTotal() - memory.getAvailable(),
                memory.getTotal(),
                loadAverage(processor),
                Duration.ofSeconds(system.get().getOperatingSystem().getSystemUptime()),
                clock.instant());
    }

    private static List<Double> loadAverage(CentralProcessor processor) {
        double[] averages = processor.getSystemLoadAverage(3);
        boolean told = Arrays.stream(averages).allMatch(a -> a >= 0);
        return told ? Arrays.stream(averages).boxed().toList() : List.of();
    }

    private static double share(double raw) {
        return Double.isNaN(raw) ? 0 : Math.min(1, Math.max(0, raw));
    }

    private final class ProcessSampler {
        private final int pid;
        private final Sampled<ProcessLoad> load;
        private OSProcess before;

        ProcessSampler(int pid) {
            this.pid = pid;
            this.load = new Sampled<>(this::sample, clock);
        }

        private ProcessLoad sample() {
            OSProcess now = system.get().getOperatingSystem().getProcess(pid);
            if (now == null || now.getState() == OSProcess.State.INVALID) {
                throw new ContractException(
                        ProblemCode.UNKNOWN_PROCESS, "host " + host + " has no process " + pid + ": it may have ended");
            }
            double used = before == null || before.getStartTime() != now.getStartTime()
                    ? now.getProcessCpuLoadCumulative()
                    : now.getProcessCpuLoadBetweenTicks(before);
            before = now;
            int processors = system.get().getHardware().getProcessor().getLogicalProcessorCount();
            String command = now.getCommandLine().replace('\0', ' ').strip();
            return new ProcessLoad(
                    pid,
                    command.isEmpty() ? null : Sockets.shown(command),
                    share(used / processors),
                    now.getResidentMemory(),
                    now.getThreadCount(),
                    now.getOpenFiles() > 0 ? now.getOpenFiles() : null,
                    Instant.ofEpochMilli(now.getStartTime()),
                    clock.instant());
        }
    }
}
