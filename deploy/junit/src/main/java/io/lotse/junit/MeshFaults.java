package io.lotse.junit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;

/**
 * What is to go wrong in an environment. Each method begins a fault, which counts from when it was said where:
 * {@code faults().latency(Duration.ofMillis(200)).on("orders")}. Faults end with the environment at the latest.
 */
public final class MeshFaults {
    private final ControlApi api;
    private final String environment;
    private final String path;
    private final AtomicInteger names = new AtomicInteger();

    MeshFaults(ControlApi api, String environment, String environmentPath) {
        this.api = api;
        this.environment = environment;
        this.path = environmentPath + "/faults";
    }

    /** Requests come later. */
    public FaultBuilder latency(Duration delay) {
        return new FaultBuilder(this, FaultKind.LATENCY).delay(delay);
    }

    /** The bodies of answers come slowly. */
    public FaultBuilder bandwidth(long bytesPerSecond) {
        return new FaultBuilder(this, FaultKind.BANDWIDTH).rate(bytesPerSecond);
    }

    /** No service sees the request, and no answer comes. */
    public FaultBuilder loss() {
        return new FaultBuilder(this, FaultKind.LOSS);
    }

    /** No service sees the request, and the connection is reset. */
    public FaultBuilder reset() {
        return new FaultBuilder(this, FaultKind.RESET);
    }

    /** The service gets the request, and its answer never comes. */
    public FaultBuilder halfOpen() {
        return new FaultBuilder(this, FaultKind.HALF_OPEN);
    }

    /** The gateway answers with this status, and no service sees the request. */
    public FaultBuilder error(int status) {
        return new FaultBuilder(this, FaultKind.ERROR).status(status);
    }

    /** Names are not found. */
    public FaultBuilder dns(DnsFailure answer) {
        return new FaultBuilder(this, FaultKind.DNS).dnsAnswer(answer);
    }

    /** Ends all of them. */
    public void clear() {
        api.send("DELETE", path, null);
    }

    MeshFault set(FaultRule rule) {
        String name = rule.kind().wireName() + "-" + names.incrementAndGet();
        api.send("PUT", path + "/" + name, rule);
        return new MeshFault(environment, name, () -> api.send("DELETE", path + "/" + name, null));
    }
}
