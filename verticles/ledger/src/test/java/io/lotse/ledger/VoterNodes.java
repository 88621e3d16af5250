package io.lotse.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerFolder.Identity;

/** Opens a voter as the verticle does. */
final class VoterNodes {
    private VoterNodes() {}

    static VoterStore open(
            Path data, String node, List<Voter> voters, LedgerConfig.Limits limits, Consumer<Throwable> onLost)
            throws IOException {
        Path folder = new LedgerFolder(data).path();
        return open(data, node, voters, limits, new DiskFloor(node, folder, limits.freeDisk()), onLost);
    }

    static VoterStore open(
            Path data,
            String node,
            List<Voter> voters,
            LedgerConfig.Limits limits,
            DiskFloor floor,
            Consumer<Throwable> onLost)
            throws IOException {
        LedgerFolder folder = new LedgerFolder(data);
        VoterIdentity identity = new VoterIdentity(folder, node);
        Identity kept = identity.of(new LedgerConfig.Vote(voters));
        LedgerDescriptor ledger = VoterIdentity.describe(kept);
        VoterStore store = new VoterStore(ledger, RaftVoter.start(node, folder, ledger, limits, floor, onLost));
        identity.started(kept);
        return store;
    }
}
