package io.lotse.contracts.network;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** How a node reaches one target. */
@Doc("How a node reaches one target.")
public record TargetState(
        @Doc("The target's name; that of another node is member/NODE") String name,
        @Doc("tcp, http, dns or icmp") ProbeKind kind,
        @Doc("What is tried: HOST:PORT, a URL, NAME by SERVER, or an address") String address,
        @Doc("unknown, online, degraded or offline; changes only after several tries that agree") Reachability state,
        @Doc("Since when it is in this state") Instant since,
        @Doc("How long the last try took, seconds; absent if it did not reach the target") Duration latency,
        @Doc("What the last try saw, for people; absent before the first") String detail,
        @Doc("When it was tried last; absent before the first try") Instant checkedAt,
        @Doc(value = "How many tries in a row did not reach it", min = 0) int consecutiveFailures,
        @Doc("The axis of the network that it stands for") NetworkAxis axis) {}
