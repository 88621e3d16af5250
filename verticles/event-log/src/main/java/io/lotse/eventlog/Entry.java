package io.lotse.eventlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.events.CloudEvent;

/**
 * An event to be stored.
 *
 * @param key of what must keep its order, a hash; two that share one by chance only wait for each other
 * @param id a hash of source and id
 * @param body the event as JSON
 */
record Entry(long key, Id id, byte[] body) {
    private static final String KEY_EXTENSION = "partitionkey";
    private static final String NO_KEY = "";

    /** 128 bits of a cryptographic hash: no two events share them. */
    record Id(long high, long low) {
        /** The id of some texts in their order. */
        static Id of(String... parts) {
            ByteBuffer hash = ByteBuffer.wrap(hash(parts));
            return new Id(hash.getLong(), hash.getLong());
        }
    }

    static Entry of(CloudEvent event) {
        Object given = event.extensions().get(KEY_EXTENSION);
        String key = given != null ? given.toString() : event.subject() != null ? event.subject() : NO_KEY;
        return new Entry(
                Id.of(key).high(),
                Id.of(event.source(), event.id()),
                ContractCodec.toBuffer(event).getBytes());
    }

    private static byte[] hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
