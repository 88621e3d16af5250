package io.lotse.gateway;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Whose requests a rate limit counts together: says in a short text whose a request is. */
interface RateKey {
    String BY_ADDRESS = "client-address";
    /** Stands for everybody. */
    String ALL = "";
    /** An IPv6 client has a network of its own, 64 bits at the least, and so any number of addresses (RFC 6177). */
    int IPV6_NETWORK_BYTES = 8;

    int HASH_BYTES = 16;

    /** Whose the request is; secrets are in it as a hash. */
    String of(HttpServerRequest request);

    /**
     * @param text {@code client-address}, {@code token}, {@code route} or {@code header:NAME}; null for the first
     * @param proxies who is believed to say for whom it asks
     * @throws IllegalArgumentException that says what is wrong with the text
     */
    static RateKey parse(String text, TrustedProxies proxies) {
        if (text == null || text.equals(BY_ADDRESS)) {
            return request -> address(proxies.client(request));
        }
        if (text.equals("route")) {
            return request -> ALL;
        }
        if (text.equals("token")) {
            return header(HttpHeaders.AUTHORIZATION, proxies);
        }
        if (text.matches("header:[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}")) {
            return header(HttpHeaders.createOptimized(text.substring(text.indexOf(':') + 1)), proxies);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no key: give client-address, token, header:NAME or route");
    }

    private static RateKey header(CharSequence name, TrustedProxies proxies) {
        return request -> {
            String value = request.headers().get(name);
            return value == null ? address(proxies.client(request)) : "h:" + hash(value);
        };
    }

    /** An IPv4 address, or the first 64 bits of an IPv6 address; what is neither stays as it is. */
    static String address(String text) {
        InetAddress address = text == null ? null : NetUtil.createInetAddressFromIpAddressString(text);
        if (address == null) {
            return "a:" + text;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? "a:" + NetUtil.bytesToIpAddress(bytes)
                : "a:" + HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES) + "::/64";
    }

    private static String hash(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
