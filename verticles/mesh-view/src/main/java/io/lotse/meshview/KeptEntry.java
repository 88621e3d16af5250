package io.lotse.meshview;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Entry;

/** An entry of the ledger as a node keeps it: the value's JSON takes a fifth of the room of a tree of it. */
public final class KeptEntry {
    private final byte[] json;
    private final long createRevision;
    private final long modRevision;

    private KeptEntry(byte[] json, long createRevision, long modRevision) {
        this.json = json;
        this.createRevision = createRevision;
        this.modRevision = modRevision;
    }

    static KeptEntry of(Entry entry) {
        byte[] json = new JsonObject(entry.value()).toBuffer().getBytes();
        return new KeptEntry(json, entry.createRevision(), entry.modRevision());
    }

    /** The revision that put the value. */
    public long modRevision() {
        return modRevision;
    }

    /** The value. */
    public JsonObject value() {
        return new JsonObject(json());
    }

    /** The revision that put the key first. */
    long createRevision() {
        return createRevision;
    }

    Buffer json() {
        return Buffer.buffer(json);
    }

    Entry toEntry(String key) {
        return new Entry(key, value().getMap(), createRevision, modRevision);
    }

    /** The value as the record that it is. */
    public <T> T as(Class<T> type) {
        return ContractCodec.decode(value(), type);
    }
}
