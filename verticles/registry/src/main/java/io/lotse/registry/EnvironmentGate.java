package io.lotse.registry;

import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;

/**
 * Lets a registration into its environment only while that and its configuration are what they were when the port was
 * looked for: so an environment that is removed stays empty, and a changed range is not left.
 *
 * @param conditions what must hold when the registration is made
 */
record EnvironmentGate(List<Condition> conditions) {
    /**
     * The gate of an environment.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_ENVIRONMENT}, also for one that is being removed
     */
    static EnvironmentGate open(String name, MeshSnapshot snapshot) {
        Environment environment = snapshot.knownEnvironment(name);
        if (environment.removingSince() != null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    "environment " + name + " is being removed since " + environment.removingSince()
                            + ": create it again when it is gone, or give another");
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.unchanged(
                LedgerKeys.config(name), snapshot.config(name).revision()));
        snapshot.entry(LedgerKeys.environment(name))
                .ifPresent(e -> conditions.add(Condition.unchanged(e.key(), e.modRevision())));
        return new EnvironmentGate(List.copyOf(conditions));
    }
}
