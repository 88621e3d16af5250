package io.lotse.meshview;

/**
 * Where a port can be held once: a host, one of its addresses where these are separate, either within the network of an
 * environment that has one of its own. Its name stands in the ledger's keys: {@code HOST}, {@code HOST@ADDRESS},
 * {@code HOST~ENVIRONMENT}, {@code HOST~ENVIRONMENT@ADDRESS}.
 *
 * @param host the host's name; an address that no host is known to have stands for a host of its own
 * @param network the name of the environment with a network of its own; null for the host's own network
 * @param address the address; null for all of the host's
 */
public record Space(String host, String network, String address) {
    private static final char NETWORK = '~';
    private static final char ADDRESS = '@';

    /** The space of this name. */
    public static Space named(String name) {
        int at = name.lastIndexOf(ADDRESS);
        String whole = at < 0 ? name : name.substring(0, at);
        int tilde = whole.lastIndexOf(NETWORK);
        return new Space(
                tilde < 0 ? whole : whole.substring(0, tilde),
                tilde < 0 ? null : whole.substring(tilde + 1),
                at < 0 ? null : name.substring(at + 1));
    }

    public String name() {
        return host + (network == null ? "" : NETWORK + network) + (address == null ? "" : ADDRESS + address);
    }

    /** All addresses of the host together, in the same network. */
    Space whole() {
        return new Space(host, network, null);
    }

    /** How the names of the spaces begin that are a single address of this whole one. */
    String addressesBegin() {
        return whole().name() + ADDRESS;
    }
}
