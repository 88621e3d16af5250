package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Processes of a host. */
@Doc("Processes of a host.")
public record Processes(@Doc("Those that were asked for, in that order") List<OwnerProcess> processes) {}
