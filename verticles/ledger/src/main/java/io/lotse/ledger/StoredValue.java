package io.lotse.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ledger.Entry;

/**
 * What a key holds: the value as JSON bytes, which take a fraction of the room of a tree, and the revisions.
 *
 * @param json the value; never changed
 * @param createRevision the revision that put the key first
 * @param modRevision the revision that put this value
 */
record StoredValue(byte[] json, long createRevision, long modRevision) {

    Entry toEntry(String key) {
        return new Entry(key, new JsonObject(Buffer.buffer(json)).getMap(), createRevision, modRevision);
    }
}
