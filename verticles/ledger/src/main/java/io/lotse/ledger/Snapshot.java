package io.lotse.ledger;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The state as a stream of bytes: a header with the format's version, the keys in order, the kept outcomes, and a
 * checksum. The history of changes is not part of it.
 */
final class Snapshot {
    private static final int MAGIC = 0x4C4F5453;
    private static final int VERSION = 1;
    /** Nothing that was written is larger: a length beyond it is damage. */
    private static final int MAX_BYTES = 64 << 20;

    private Snapshot() {}

    static void write(KeyValueState state, OutputStream to) throws IOException {
        write(state.copy(), to);
    }

    static void write(StateCopy state, OutputStream to) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(to, new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeLong(state.revision());
        out.writeInt(state.keys().length);
        for (int i = 0; i < state.keys().length; i++) {
            StoredValue value = state.values()[i];
            out.writeUTF(state.keys()[i]);
            out.writeLong(value.createRevision());
            out.writeLong(value.modRevision());
            writeText(out, value.json());
        }
        out.writeLong(state.outcomesTime());
        out.writeInt(state.requests().length);
        for (int i = 0; i < state.requests().length; i++) {
            KeptOutcomes.Kept kept = state.outcomes()[i];
            out.writeUTF(state.requests()[i]);
            out.writeLong(kept.at());
            out.writeBoolean(kept.fingerprint() != null);
            out.writeUTF(kept.fingerprint() == null ? "" : kept.fingerprint());
            writeText(out, kept.outcome());
        }
        out.writeInt(state.attempts().length);
        for (int i = 0; i < state.attempts().length; i++) {
            out.writeUTF(state.attempts()[i]);
            writeText(out, state.made()[i]);
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /** Replaces the state by what was written; a damaged snapshot leaves it as it was. */
    static void read(InputStream from, KeyValueState state) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(from, new CRC32C());
        DataInputStream in = new DataInputStream(checked);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a snapshot of a ledger");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("the snapshot has format " + version + ", this release reads " + VERSION);
        }
        final long revision = in.readLong();
        Map<String, StoredValue> keys = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            String key = in.readUTF();
            long created = in.readLong();
            long modified = in.readLong();
            keys.put(key, new StoredValue(readText(in), created, modified));
        }
        KeptOutcomes outcomes = readOutcomes(in);
        long expected = checked.getChecksum().getValue();
        if (in.readLong() != expected) {
            throw new IOException("the snapshot's checksum does not match: it is damaged");
        }
        state.restore(revision, keys, outcomes);
    }

    private static KeptOutcomes readOutcomes(DataInputStream in) throws IOException {
        KeptOutcomes outcomes = new KeptOutcomes();
        outcomes.restoreNow(in.readLong());
        for (int i = in.readInt(); i > 0; i--) {
            String id = in.readUTF();
            long at = in.readLong();
            boolean compared = in.readBoolean();
            String fingerprint = in.readUTF();
            outcomes.restoreRequest(id, new KeptOutcomes.Kept(readText(in), compared ? fingerprint : null, at));
        }
        for (int i = in.readInt(); i > 0; i--) {
            String id = in.readUTF();
            outcomes.keepAttempt(id, readText(in));
        }
        return outcomes;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("the snapshot is damaged: a length of " + length);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
