package io.lotse.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.gateway.Compression;

/**
 * Which answers of a route are worth compressing, and may be.
 *
 * @param minSize the smallest body that is, in bytes
 * @param level from 1, the fastest, to 9, the smallest
 */
record CompressionRule(int minSize, int level) {
    private static final int MIN_SIZE = 1_024;
    private static final int LEVEL = 4;

    private static final Set<String> TYPES = Set.of(
            "application/javascript",
            "application/json",
            "application/rtf",
            "application/vnd.ms-fontobject",
            "application/wasm",
            "application/x-javascript",
            "application/x-ndjson",
            "application/xml",
            "application/yaml",
            "font/otf",
            "font/ttf",
            "image/bmp",
            "image/x-icon");

    /** An answer with one of these is coded already, is a part, or says what its bytes must be like. */
    private static final List<String> FORBIDDING =
            List.of("content-encoding", "content-range", "content-digest", "repr-digest", "digest", "content-md5");

    static CompressionRule of(Compression compression) {
        return new CompressionRule(
                compression.minSize() == null ? MIN_SIZE : compression.minSize(),
                compression.level() == null ? LEVEL : compression.level());
    }

    /** Whether an answer may be sent in another form than it has. */
    static boolean allows(int status, MultiMap headers) {
        return status >= 200
                && status != 204
                && status != 205
                && status != 206
                && status != 304
                && FORBIDDING.stream().noneMatch(headers::contains)
                && !forbidsTransforming(headers);
    }

    /** Whether {@code Cache-Control} says so, of a request or an answer. */
    static boolean forbidsTransforming(MultiMap headers) {
        return headers.getAll(HttpHeaders.CACHE_CONTROL).stream().anyMatch(l -> HeaderRules.names(l, "no-transform"));
    }

    /** @param length of the body, in bytes; -1 if it is not known */
    boolean isWorthwhile(MultiMap headers, long length) {
        return (length < 0 || length >= minSize) && isCompressible(headers.get(HttpHeaders.CONTENT_TYPE));
    }

    private static boolean isCompressible(String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameter = contentType.indexOf(';');
        String type = (parameter < 0 ? contentType : contentType.substring(0, parameter))
                .trim()
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml") || TYPES.contains(type);
    }
}
