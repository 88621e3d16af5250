package io.lotse.contracts.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** How busy a host is. */
@Doc("How busy a host is.")
public record HostLoad(
        @Doc("The host's name") String host,
        @Doc(
                        value = "The share of all processors' time that was used since the sample before, 0 to 1",
                        min = 0,
                        max = 1)
                double cpuShare,
        @Doc(value = "How many processors the host has, as the operating system counts them", min = 1) int processors,
        @Doc(value = "The memory in use, bytes; what only caches files does not count", min = 0) long memoryUsed,
        @Doc(value = "The memory there is, bytes", min = 0) long memoryTotal,
        @Doc("How many tasks ran or waited on average in the last 1, 5 and 15 minutes; empty where the system does not"
                        + " tell")
                List<Double> loadAverage,
        @Doc("How long the host has been up, seconds") Duration uptime,
        @Doc("When this was sampled, by the host's clock") Instant sampledAt) {}
