package io.lotse.hostagent;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.Processes;
import io.lotse.contracts.host.ProcessesQuery;

/** Tells what sets processes apart from others that had or will have the same ids. Blocks. */
final class Identifier {
    private final String host;
    private final ProcessTable processes;

    Identifier(String host, ProcessTable processes) {
        this.host = host;
        this.processes = processes;
    }

    Processes identify(ProcessesQuery query) {
        return new Processes(query.pids().stream().map(this::one).toList());
    }

    private OwnerProcess one(long pid) {
        return processes
                .identify(pid)
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_PROCESS,
                        "host " + host + " has no process " + pid + " that its agent may see: it may have ended, or run"
                                + " in a container"));
    }
}
