package io.lotse.registry;

import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.RegisteredInstance;

/**
 * A registration that has found ports: what the ledger is asked to make.
 *
 * @param instance the instance to be
 * @param allocation its allocation, without its port
 * @param claim one of the ports that were found
 * @param conditions what must hold
 * @param mutations what is made beside the claim
 * @param asked the request to the holder of the wished port to leave it; empty for none
 * @param outbid the request of lower priority that this one takes the place of; empty for none
 * @param done to be run when the registration has come to its end
 */
record Plan(
        RegisteredInstance instance,
        Allocation allocation,
        Claim claim,
        List<Condition> conditions,
        List<Mutation> mutations,
        Optional<Reassignment> asked,
        Optional<Reassignment> outbid,
        Runnable done) {

    RegisterMemo memo() {
        return new RegisterMemo(
                instance, allocation, asked.map(Reassignment::port).orElse(null));
    }

    /** The only key that would do; empty where there are several. */
    Optional<String> onlyKey() {
        return claim.candidates().size() == 1
                ? Optional.of(claim.candidates().get(0).get(0))
                : Optional.empty();
    }
}
