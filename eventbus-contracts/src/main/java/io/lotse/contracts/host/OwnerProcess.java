package io.lotse.contracts.host;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A process of a host, told apart from any other that had or will have the same id. */
@Doc("A process of a host, told apart from any other that had or will have the same id.")
public record OwnerProcess(
        @Doc(value = "The process id", min = 1) long pid,
        @Doc("When it was started, for people: a clock that is set makes it wrong") Instant startedAt,
        @Doc("What no other process of the host has: on Linux BOOT/NAMESPACE/TICKS, the id of the system's boot, the"
                        + " namespace that the id is counted in, and its start in clock ticks after the boot; elsewhere"
                        + " its start")
                String mark) {}
