package io.lotse.junit;

import java.time.Duration;

import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;

/** A fault that somebody has yet to say of where it is. Without {@link #percent}, {@link #first} or {@link #every} it meets all requests. */
public final class FaultBuilder {
    private final MeshFaults faults;
    private final FaultKind kind;
    private Duration delay;
    private Duration jitter;
    private Long rate;
    private Integer status;
    private DnsFailure dnsAnswer;
    private Integer percent;
    private Integer first;
    private Integer every;
    private Long seed;

    FaultBuilder(MeshFaults faults, FaultKind kind) {
        this.faults = faults;
        this.kind = kind;
    }

    FaultBuilder delay(Duration howMuchLater) {
        delay = howMuchLater;
        return this;
    }

    FaultBuilder rate(long bytesPerSecond) {
        rate = bytesPerSecond;
        return this;
    }

    FaultBuilder status(int ofAnswers) {
        status = ofAnswers;
        return this;
    }

    FaultBuilder dnsAnswer(DnsFailure answer) {
        dnsAnswer = answer;
        return this;
    }

    /** Of latency: up to so much more or less, drawn at random. */
    public FaultBuilder jitter(Duration moreOrLess) {
        jitter = moreOrLess;
        return this;
    }

    /** So many of a hundred requests, drawn at random: the same ones in each run. */
    public FaultBuilder percent(int ofRequests) {
        percent = ofRequests;
        return this;
    }

    /** The first requests alone. */
    public FaultBuilder first(int requests) {
        first = requests;
        return this;
    }

    /** Every so many-th request. */
    public FaultBuilder every(int nth) {
        every = nth;
        return this;
    }

    /** What chance begins with; 0 where nobody says. */
    public FaultBuilder seed(long begin) {
        seed = begin;
        return this;
    }

    /**
     * Sets it for the requests to a service.
     *
     * @throws MeshException if the node refuses it; with every mistake
     */
    public MeshFault on(String service) {
        return set(service, null);
    }

    /** Sets it for the requests of a declared route that leads to this environment. */
    public MeshFault onRoute(String route) {
        return set(null, route);
    }

    /** Sets it for all requests to this environment. */
    public MeshFault everywhere() {
        return set(null, null);
    }

    private MeshFault set(String service, String route) {
        return faults.set(new FaultRule(
                kind, service, route, delay, jitter, rate, status, dnsAnswer, percent, first, every, seed));
    }
}
