package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;
import io.lotse.contracts.host.ProcessesQuery;

/** Says which processes own an instance from now on. */
@Doc("Says which processes own an instance from now on.")
public record ProcessReport(
        @Doc("The instance's id") String serviceId,
        @Doc(value = "The ids of its processes on its host, 1 to 16 of them", min = 1) List<Long> pids,
        @Doc("Whether it does not run at the moment and will be started again: it becomes inactive until its next"
                        + " heartbeat")
                boolean down,
        @Doc("The boot and the namespace that the ids are counted in, BOOT/NAMESPACE as in a mark: another than the"
                        + " agent's fails with unknown-process; absent for the agent's own")
                String within) {
    public ProcessReport {
        if (serviceId == null || serviceId.isBlank()) {
            throw ContractException.invalid("service_id", "is missing: give the id of a registered instance");
        }
        pids = new ProcessesQuery(pids).pids();
    }
}
