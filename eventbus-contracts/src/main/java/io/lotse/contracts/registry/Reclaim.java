package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** The host's agent has proved that an instance's processes are gone and that its port can be bound. */
@Doc("The host's agent has proved that an instance's processes are gone and that its port can be bound.")
public record Reclaim(
        @Doc("The instance's id") String serviceId,
        @Doc(value = "The revision of the instance that was looked at; another one by now fails with conflict", min = 1)
                long revision,
        @Doc(
                        value =
                                "The revision of its processes that was looked at; another one by now fails with conflict",
                        min = 1)
                long processesRevision,
        @Doc("What was seen, for people") String proof) {}
