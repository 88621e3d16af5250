package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks what tells processes apart from others with the same ids. */
@Doc("Asks what tells processes of a host apart from others with the same ids.")
public record ProcessesQuery(@Doc(value = "The process ids, 1 to 16 of them", min = 1) List<Long> pids) {
    public static final int MAX_PIDS = 16;

    public ProcessesQuery {
        pids = pids == null ? List.of() : pids.stream().distinct().toList();
        if (pids.isEmpty() || pids.size() > MAX_PIDS || pids.stream().anyMatch(pid -> pid == null || pid < 1)) {
            throw ContractException.invalid(
                    "pids", "are " + pids + ": give the ids of 1 to " + MAX_PIDS + " processes");
        }
    }
}
