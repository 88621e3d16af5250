package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

import io.lotse.contracts.ledger.LedgerStorage;

/**
 * How one voter stands.
 *
 * @param role leader, follower or candidate
 * @param leader the leader's node name; null while none is known
 * @param revision the last one that it has applied
 * @param compactedRevision the oldest one whose following changes it knows
 * @param inTouch whether it leads a majority, or has heard from a leader lately
 * @param storage what it takes of its disk
 */
record VoterStatus(
        String role, String leader, long revision, long compactedRevision, boolean inTouch, LedgerStorage storage) {
    /** Two heartbeats and a little: the leader sends one every half of the shortest election timeout. */
    private static final long LATELY_MILLIS = 1_700;

    static VoterStatus of(RaftServer server, RaftGroupId group, KeyValueState state, LedgerStorage storage) {
        RaftServer.Division division = division(server, group);
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        return new VoterStatus(
                info.getCurrentRole().name().toLowerCase(Locale.ROOT),
                leader == null ? null : leader.toString(),
                state.revision(),
                state.compactedRevision(),
                info.isAlive() && inTouch(info, division.getGroup().getPeers().size()),
                storage);
    }

    static RaftServer.Division division(RaftServer server, RaftGroupId group) {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean inTouch(DivisionInfo info, int voters) {
        RoleInfoProto role = info.getRoleInfoProto();
        if (info.isLeader()) {
            long heard = role.getLeaderInfo().getFollowerInfoList().stream()
                    .filter(f -> f.getLastRpcElapsedTimeMs() < LATELY_MILLIS)
                    .count();
            return info.isLeaderReady() && (heard + 1) * 2 > voters;
        }
        return info.isFollower()
                && info.getLeaderId() != null
                && role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs() < LATELY_MILLIS;
    }
}
