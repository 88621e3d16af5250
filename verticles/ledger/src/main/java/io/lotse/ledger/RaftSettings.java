package io.lotse.ledger;

import java.io.File;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Ratis's settings. Its defaults are made for large volumes on large machines; a node of ours is small. */
final class RaftSettings {
    /** How long a voter may stay silent before others think it gone. */
    static final TimeDuration STEP_DOWN = millis(3_000);

    private static final SizeInBytes MESSAGE = SizeInBytes.valueOf("32MB");

    private RaftSettings() {}

    static RaftProperties ofVoter(Path folder, RaftAddress own, int voters, int snapshotEvery) {
        RaftProperties p = ofClient();
        RaftServerConfigKeys.setStorageDir(p, List.of(folder.toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(p, new File(folder.toFile(), "removed"));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, millis(2_000));
        GrpcConfigKeys.Server.setPort(p, own.port());
        bindHost(own.host(), p);
        elections(p, voters);
        log(p, snapshotEvery);
        threads(p);
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setTimeout(p, millis(3_000));
        // attempts have ids of their own in the state: Ratis's memory of replies only costs room
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, millis(1_000));
        return p;
    }

    static RaftProperties ofClient() {
        RaftProperties p = new RaftProperties();
        GrpcConfigKeys.setMessageSizeMax(p, MESSAGE);
        GrpcConfigKeys.setFlowControlWindow(p, SizeInBytes.valueOf("1MB"));
        GrpcConfigKeys.Client.setWorkerGroupSize(p, 1);
        RaftClientConfigKeys.Rpc.setRequestTimeout(p, millis(3_000));
        return p;
    }

    /** A host that is this machine's own is bound alone; behind a translated address all are. */
    private static void bindHost(String host, RaftProperties p) {
        try {
            if (NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null) {
                GrpcConfigKeys.Server.setHost(p, host);
            }
        } catch (UnknownHostException | SocketException e) {
            throw new IllegalArgumentException(
                    "ledger: the host " + host + " cannot be resolved: " + e.getMessage(), e);
        }
    }

    private static void elections(RaftProperties p, int voters) {
        boolean alone = voters == 1;
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, millis(alone ? 1 : 200));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, millis(alone ? 2 : 600));
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, millis(alone ? 150 : 1_500));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, millis(alone ? 300 : 3_000));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(p, STEP_DOWN);
        // a machine that slept goes on where it was, it does not give up its ledger
        RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(3_650, TimeUnit.DAYS));
    }

    private static void log(RaftProperties p, int snapshotEvery) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf("2MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(p, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(p, snapshotEvery);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 2);
    }

    private static void threads(RaftProperties p) {
        RaftServerConfigKeys.ThreadPool.setProxySize(p, 2);
        RaftServerConfigKeys.ThreadPool.setServerSize(p, 4);
        RaftServerConfigKeys.ThreadPool.setClientSize(p, 4);
        RaftServerConfigKeys.DataStream.setClientPoolSize(p, 1);
        RaftServerConfigKeys.DataStream.setAsyncRequestThreadPoolSize(p, 1);
        RaftServerConfigKeys.DataStream.setAsyncWriteThreadPoolSize(p, 1);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(p, 4);
        GrpcConfigKeys.Server.setBossGroupSize(p, 1);
        GrpcConfigKeys.Server.setWorkerGroupSize(p, 2);
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
