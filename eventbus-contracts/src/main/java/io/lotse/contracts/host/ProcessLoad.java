package io.lotse.contracts.host;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** How busy a process is. */
@Doc("How busy a process of a host is.")
public record ProcessLoad(
        @Doc("The process id") long pid,
        @Doc("The command line, shortened to 200 characters; absent where the agent may not see it") String command,
        @Doc(
                        value =
                                "The share of all processors' time that it used since the sample before, or since its start if there was"
                                        + " none; 0 to 1",
                        min = 0,
                        max = 1)
                double cpuShare,
        @Doc(value = "The memory it holds in RAM, bytes", min = 0) long residentBytes,
        @Doc("How many threads it has") int threads,
        @Doc("How many files and sockets it has open; absent where the agent may not see it") Long openFiles,
        @Doc("When it was started") Instant startedAt,
        @Doc("When this was sampled, by the host's clock") Instant sampledAt) {}
