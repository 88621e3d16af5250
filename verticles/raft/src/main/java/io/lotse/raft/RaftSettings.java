package io.lotse.raft;

import java.io.File;
import java.net.InetSocketAddress;
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
public final class RaftSettings {
    /** How long a voter may stay silent before others think it gone. */
    public static final TimeDuration STEP_DOWN = millis(3_000);

    private static final SizeInBytes MESSAGE = SizeInBytes.valueOf("32MB");

    private RaftSettings() {}

    public static RaftProperties ofVoter(Path folder, InetSocketAddress listen, int voters, int snapshotEvery) {
        RaftProperties p = ofClient();
        RaftServerConfigKeys.setStorageDir(p, List.of(folder.toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(p, new File(folder.toFile(), "removed"));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, millis(2_000));
        GrpcConfigKeys.Server.setPort(p, listen.getPort());
        GrpcConfigKeys.Server.setHost(p, listen.getHostString());
        elections(p, voters);
        log(p, snapshotEvery);
        threads(p);
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setTimeout(p, millis(3_000));
        // attempts have ids of their own in the state: Ratis's memory of replies only costs room
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, millis(1_000));
        return p;
    }

    public static RaftProperties ofClient() {
        RaftProperties p = new RaftProperties();
        GrpcConfigKeys.setMessageSizeMax(p, MESSAGE);
        GrpcConfigKeys.setFlowControlWindow(p, SizeInBytes.valueOf("1MB"));
        RaftClientConfigKeys.Rpc.setRequestTimeout(p, millis(3_000));
        return p;
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
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf("3MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setQueueByteLimit(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        // an entry and a sync for every advance of the commit index, which a new leader finds out anyway
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
        // with the default a voter that comes back after some seconds waits up to 5 s more for each step that it is
        // behind
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, "10ms,10, 200ms,1000000000");
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf("2MB"));
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
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
