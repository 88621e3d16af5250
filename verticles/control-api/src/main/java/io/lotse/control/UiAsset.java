package io.lotse.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;

/**
 * A file of the dashboard.
 *
 * @param path its path
 * @param mediaType what it is
 * @param content its bytes
 * @param gzipped the same, compressed
 * @param hash what tells it from every other content
 */
record UiAsset(String path, String mediaType, Buffer content, Buffer gzipped, String hash) {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");
    private static final int HASH_CHARACTERS = 16;

    static UiAsset of(String path, byte[] content) {
        return of(path, content, HexFormat.of().formatHex(sha256(content)).substring(0, HASH_CHARACTERS));
    }

    private static UiAsset of(String path, byte[] content, String hash) {
        String mediaType = MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (mediaType == null) {
            throw new IllegalStateException(path + " is of no kind that is served");
        }
        return new UiAsset(path, mediaType, Buffer.buffer(content), gzip(content), hash);
    }

    /** @throws IllegalStateException if there is no such resource */
    static UiAsset load(String path, String resource) {
        return of(path, bytes(path, resource));
    }

    /**
     * @param hash what tells it from every other content
     * @throws IllegalStateException if there is no such resource
     */
    static UiAsset load(String path, String resource, String hash) {
        return of(path, bytes(path, resource), hash);
    }

    private static byte[] bytes(String path, String resource) {
        try (InputStream in = UiAsset.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard lacks " + path + ": there is no " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where this content, and no other, is. */
    String url() {
        return path + "?v=" + hash;
    }

    String etag() {
        return '"' + hash + '"';
    }

    /** As a Content-Security-Policy names a script. */
    static String policyHash(byte[] script) {
        return "'sha256-" + Base64.getEncoder().encodeToString(sha256(script)) + "'";
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
