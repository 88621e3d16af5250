package io.lotse.observer;

/** What the address of an endpoint means to who wants to reach it. */
final class Endpoints {
    private Endpoints() {}

    /** Whether only its own host reaches it. A wildcard is asked at loopback too: it says nothing of other hosts. */
    static boolean isLocal(String ipAddress) {
        return ipAddress.startsWith("127.")
                || ipAddress.equals("::1")
                || ipAddress.equalsIgnoreCase("localhost")
                || isWildcard(ipAddress);
    }

    /** The address to connect to. */
    static String reachableAt(String ipAddress) {
        return isWildcard(ipAddress) ? "127.0.0.1" : ipAddress;
    }

    private static boolean isWildcard(String ipAddress) {
        return ipAddress.equals("0.0.0.0") || ipAddress.equals("::");
    }
}
