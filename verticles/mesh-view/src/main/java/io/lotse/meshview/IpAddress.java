package io.lotse.meshview;

import java.util.Arrays;

import io.netty.util.NetUtil;

/** An IP address, however it was written; {@code localhost} is 127.0.0.1. */
final class IpAddress {
    /** How an IPv6 address begins that stands for an IPv4 one. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private static final byte[] LOCALHOST = {127, 0, 0, 1};

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param text an IP address, or a name, of which only localhost is let through */
    static IpAddress of(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return new IpAddress(LOCALHOST);
        }
        boolean mapped = bytes.length == 16 && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return new IpAddress(mapped ? Arrays.copyOfRange(bytes, MAPPED.length, bytes.length) : bytes);
    }

    /** Whether the text is an address and no name. */
    static boolean isOne(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text) != null;
    }

    boolean isWildcard() {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    boolean isIpv6() {
        return bytes.length == 16;
    }

    boolean isLoopback() {
        if (bytes.length == 4) {
            return bytes[0] == 127;
        }
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        return Arrays.equals(bytes, loopback);
    }

    /** In the one way in which the ledger's keys have it; all loopback addresses are one. */
    String inKeys() {
        return NetUtil.bytesToIpAddress(isLoopback() ? LOCALHOST : bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress o && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(bytes);
    }
}
