package io.lotse.contracts.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** How busy a host is. */
@Doc("How busy a host is.")
public record HostLoad(
        @Doc("The host's name") String host,
        @Doc("The share of all processors' time that was used since the sample before, 0 to 1") double cpuShare,
        @Doc("How many processors the host has, as the operating system counts them") int processors,
        @Doc("The memory in use, bytes; what only caches files does not count") long memoryUsed,
        @Doc("The memory there is, bytes") long memoryTotal,
        @Doc("How many tasks ran or waited on average in the last 1, 5 and 15 minutes; empty where the system does not"
                        + " tell")
                List<Double> loadAverage,
        @Doc("How long the host has been up, seconds") Duration uptime,
        @Doc("When this was sampled, by the host's clock") Instant sampledAt) {}
