package io.lotse.meshview;

import java.util.List;
import java.util.Set;

import io.lotse.contracts.ledger.Change;

/**
 * What a listener of the view is told.
 *
 * @param before the snapshot until now
 * @param now the snapshot from now on
 * @param changes what the ledger said; empty after the whole view was read anew
 * @param services the names of the services whose instances changed
 */
public record ViewChange(MeshSnapshot before, MeshSnapshot now, List<Change> changes, Set<String> services) {}
