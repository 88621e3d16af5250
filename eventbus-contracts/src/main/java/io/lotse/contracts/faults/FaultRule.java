package io.lotse.contracts.faults;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What goes wrong, where and how often. */
@Doc("What goes wrong, where and how often.")
public record FaultRule(
        @Doc("What it does to requests") FaultKind kind,
        @Doc("The service whose requests it meets; absent for all of the environment") String service,
        @Doc("The declared route whose requests it meets, not for dns; absent for all of the environment") String route,
        @Doc("latency: how much later requests come; seconds; absent for other kinds") Duration delay,
        @Doc("latency: drawn at random up to so much more or less; seconds; absent for none") Duration jitter,
        @Doc(value = "bandwidth: bytes a second of an answer's body; absent for other kinds", min = 1) Long rate,
        @Doc(value = "error: the answer's status; absent for 503", min = 400, max = 599) Integer status,
        @Doc("dns: what is answered; absent for servfail") DnsFailure dnsAnswer,
        @Doc(value = "It meets so many of a hundred requests, drawn at random; absent for all", min = 1, max = 100)
                Integer percent,
        @Doc(value = "It meets the first requests alone, so many; absent for all", min = 1) Integer first,
        @Doc(value = "It meets every so many-th request; absent for all", min = 1) Integer every,
        @Doc("What chance begins with, so that runs repeat; absent for 0") Long seed) {

    private static final int ERROR_STATUS = 503;

    /** The status of the answers that it gives. */
    public int answeredStatus() {
        return status == null ? ERROR_STATUS : status;
    }
}
