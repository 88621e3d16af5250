package io.lotse.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Vote;
import io.lotse.ledger.LedgerFolder.Identity;
import io.lotse.ledger.LedgerFolder.Part;
import io.lotse.raft.RaftAddress;

/** Which ledger a voter keeps: the one its folder belongs to, or at the first start the one its configuration names. */
final class VoterIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(VoterIdentity.class);

    private final LedgerFolder folder;
    private final String node;

    VoterIdentity(LedgerFolder folder, String node) {
        this.folder = folder;
        this.node = node;
    }

    /** @throws IllegalStateException if the folder belongs to another ledger, node or part */
    Identity of(Found found) {
        Identity kept = folder.read().orElse(null);
        if (kept == null) {
            String id = UUID.randomUUID().toString();
            Voter self = new Voter(node, new RaftAddress(found.host(), found.port()).toString());
            return written(new Identity(id, Part.FOUNDER, node, List.of(self), false));
        }
        check(kept, Part.FOUNDER);
        int first = RaftAddress.parse(kept.voters().get(0).address()).port();
        int port = kept.started() ? first : found.port();
        if (port != found.port()) {
            LOG.info("event=raft_port_kept port={} configured_port={}", port, found.port());
        }
        Voter self = new Voter(node, new RaftAddress(found.host(), port).toString());
        Identity now = new Identity(kept.ledgerId(), Part.FOUNDER, node, List.of(self), kept.started());
        return now.equals(kept) ? kept : written(now);
    }

    /** @throws IllegalStateException if the folder belongs to another ledger, node or part, or other voters */
    Identity of(Vote vote) {
        List<Voter> voters =
                vote.voters().stream().sorted(Comparator.comparing(Voter::node)).toList();
        Identity kept = folder.read().orElse(null);
        if (kept == null) {
            return written(new Identity(idOf(voters), Part.VOTER, node, voters, false));
        }
        check(kept, Part.VOTER);
        if (!kept.voters().equals(voters)) {
            throw new IllegalStateException("ledger: " + folder.path() + " belongs to a ledger with the voters "
                    + text(kept.voters()) + ", and " + text(voters)
                    + " are configured: configure those, or use a new data folder for a new ledger");
        }
        return kept;
    }

    /** The log was opened: from now on it must be there. */
    void started(Identity identity) {
        if (!identity.started()) {
            folder.write(identity.asStarted());
        }
    }

    static LedgerDescriptor describe(Identity identity) {
        return new LedgerDescriptor(identity.ledgerId(), LedgerDescriptor.EMBEDDED, identity.voters());
    }

    private Identity written(Identity identity) {
        folder.write(identity);
        return identity;
    }

    private void check(Identity kept, Part part) {
        if (kept.part() != part || !kept.node().equals(node)) {
            throw new IllegalStateException("ledger: " + folder.path() + " belongs to node " + kept.node() + " as "
                    + kept.part() + ", and node " + node + " as " + part
                    + " is configured: start as before, or use a new data folder");
        }
        if (kept.started() && !folder.hasLog(kept.ledgerId())) {
            throw new IllegalStateException("ledger: the log of ledger " + kept.ledgerId() + " is missing from "
                    + folder.raft() + ": restore it; a voter must not come back empty under its old name");
        }
    }

    private static String idOf(List<Voter> voters) {
        return UUID.nameUUIDFromBytes(text(voters).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String text(List<Voter> voters) {
        return String.join(
                ",", voters.stream().map(v -> v.node() + "=" + v.address()).toList());
    }
}
