package io.lotse.gateway;

import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * What a request is answered from a kept answer: all of it, its head, that the client has it already, or a part (RFC 9110, 13.2.2).
 */
record CacheReply(int status, MultiMap headers, Buffer body) {
    /** What a refusal of a part must not say: a cache on the way would keep it, and serve it to those who want the whole. */
    private static final List<String> OF_THE_WHOLE = Stream.concat(
                    CacheDirectives.TARGETED.stream(),
                    Stream.of(
                            "cache-control",
                            "expires",
                            "age",
                            "etag",
                            "last-modified",
                            "content-type",
                            "content-encoding",
                            "content-language",
                            "content-location"))
            .toList();

    static CacheReply to(CacheQuery query, StoredAnswer kept, long now) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(kept.headers());
        StoredAnswer.removeTags(headers);
        headers.set("age", Long.toString(kept.age(now) / 1_000));
        if (kept.status() == 200) {
            if (Validators.isNotModified(query.headers(), kept.headers(), now)) {
                return notModified(headers);
            }
            String range = query.isHead() ? null : query.headers().get("range");
            ByteRange part = range == null || !Validators.allowPart(query.headers(), kept.headers(), now)
                    ? null
                    : ByteRange.of(range, kept.body().length);
            if (part != null) {
                return part(part, kept, headers);
            }
        }
        return new CacheReply(
                kept.status(), headers, query.isHead() ? Buffer.buffer() : bytes(kept.body(), 0, kept.body().length));
    }

    private static CacheReply notModified(MultiMap headers) {
        headers.remove("content-length")
                .remove("content-type")
                .remove("content-encoding")
                .remove("content-language");
        return new CacheReply(304, headers, Buffer.buffer());
    }

    private static CacheReply part(ByteRange part, StoredAnswer kept, MultiMap headers) {
        int whole = kept.body().length;
        if (!part.isSatisfiable()) {
            OF_THE_WHOLE.forEach(headers::remove);
            headers.set("content-length", "0").set("content-range", "bytes */" + whole);
            return new CacheReply(416, headers, Buffer.buffer());
        }
        headers.set("content-length", Integer.toString(part.length()));
        headers.set("content-range", "bytes " + part.first() + "-" + part.last() + "/" + whole);
        return new CacheReply(206, headers, bytes(kept.body(), part.first(), part.length()));
    }

    /** Wraps, and copies nothing: the bytes are never changed. */
    private static Buffer bytes(byte[] body, int from, int length) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(body, from, length));
    }
}
