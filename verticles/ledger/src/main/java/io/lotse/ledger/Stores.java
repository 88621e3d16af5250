package io.lotse.ledger;

import java.util.function.Consumer;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Vote;
import io.lotse.ledger.LedgerFolder.Identity;

/** Opens the store that a configuration names. */
final class Stores {
    private final LedgerConfig config;
    private final Consumer<Throwable> onLost;

    Stores(LedgerConfig config, Consumer<Throwable> onLost) {
        this.config = config;
        this.onLost = onLost;
    }

    /** Blocks. */
    Store openVoter() {
        LedgerFolder folder = new LedgerFolder(config.data());
        VoterIdentity voter = new VoterIdentity(folder, config.node());
        Identity identity = config.participation() instanceof Found found
                ? voter.of(found)
                : voter.of((Vote) config.participation());
        LedgerDescriptor ledger = VoterIdentity.describe(identity);
        RaftVoter started = RaftVoter.start(config.node(), folder, ledger, config.limits(), onLost);
        voter.started(identity);
        return new VoterStore(ledger, started);
    }
}
