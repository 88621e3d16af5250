package io.lotse.eventlog;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/**
 * Writes down where the events are and how far the groups have come: some kilobytes, for the events are in files already, which
 * are brought to the disk first.
 */
final class EventSnapshot {
    private static final int MAGIC = 0x4C4F4556;
    private static final int VERSION = 1;

    private EventSnapshot() {}

    static void write(EventState state, SimpleStateMachineStorage storage, TermIndex at) throws IOException {
        state.sync();
        File file = storage.getSnapshotFile(at.getTerm(), at.getIndex());
        File unfinished = new File(file.getPath() + TopicFiles.UNFINISHED);
        try (FileOutputStream raw = new FileOutputStream(unfinished)) {
            CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(raw), new CRC32C());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            state.write(out);
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            raw.getFD().sync();
        }
        MD5Hash md5 = MD5FileUtil.computeMd5ForFile(unfinished);
        Files.move(unfinished.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
        MD5FileUtil.saveMD5File(file, md5);
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), md5), at));
    }

    static void read(File file, EventState state) throws IOException {
        try (CheckedInputStream checked =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file.toPath())), new CRC32C())) {
            DataInputStream in = new DataInputStream(checked);
            if (in.readInt() != MAGIC || in.readInt() != VERSION) {
                throw new IOException(file + " is no snapshot of a log of events that this release reads");
            }
            state.read(in);
            long expected = checked.getChecksum().getValue();
            if (in.readLong() != expected) {
                throw new IOException(file + " is damaged: its checksum does not match");
            }
        }
    }
}
