package io.lotse.ledger;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ledger.Entry;

/**
 * What a key holds: the value as JSON, which takes a fraction of the room of a tree, and the revisions.
 *
 * @param json the value
 * @param createRevision the revision that put the key first
 * @param modRevision the revision that put this value
 */
record StoredValue(String json, long createRevision, long modRevision) {

    Entry toEntry(String key) {
        return new Entry(key, new JsonObject(json).getMap(), createRevision, modRevision);
    }
}
