package io.lotse.contracts.faults;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What can be asked about the faults that tests want, and what is told of them. */
public final class FaultsContract {
    public static final Operation<FaultSetting, Fault> SET = new Operation<>(
            "lotse.faults.set.v1",
            FaultSetting.class,
            Fault.class,
            "Sets a fault; what it counts begins anew where there was one of that name",
            Duration.ofSeconds(6),
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.FAULTS_REFUSED,
                    ProblemCode.CONFLICT,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<FaultRemoval, FaultList> REMOVE = new Operation<>(
            "lotse.faults.remove.v1",
            FaultRemoval.class,
            FaultList.class,
            "Ends a fault or all of an environment, and tells which",
            Duration.ofSeconds(6),
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.UNKNOWN_FAULT,
                    ProblemCode.CONFLICT,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final EventType<Fault> FAULT_SET = new EventType<>(
            "FaultSet", "lotse.faults.fault-set.v1", Fault.class, EventType.Reach.MESH, "An environment has a fault");

    public static final EventType<Fault> FAULT_REMOVED = new EventType<>(
            "FaultRemoved",
            "lotse.faults.fault-removed.v1",
            Fault.class,
            EventType.Reach.MESH,
            "An environment has a fault no more, because it was removed or with the environment");

    private FaultsContract() {}
}
