package io.lotse.contracts.verdicts;

import java.util.List;

import io.lotse.contracts.Doc;

/** The versions of a service that ran lately, as the ledger keeps them for the node that judges next. */
@Doc("The versions of a service that ran lately, as the ledger keeps them for the node that judges next.")
public record DeployHistory(
        @Doc("The service's name") String serviceName,
        @Doc("The version that was heard of last") String version,
        @Doc("The last 16, the oldest first") List<Deploy> deploys) {
    public DeployHistory {
        deploys = deploys == null ? List.of() : List.copyOf(deploys);
    }
}
