package io.lotse.launcher.config;

import java.time.Instant;

/**
 * A node that is ready.
 *
 * @param id of this run, new at each start
 * @param name lasting
 * @param gateway the gateway's URL; null on a node without one
 * @param control the control API's URL; null on a node without one
 * @param cluster its address in the cluster
 * @param members how many nodes the cluster has, this one included
 * @param ledger the kind of ledger: {@code embedded} or {@code postgres}
 * @param revision of the ledger, as far as this node has seen it
 * @param startedAt when this run began
 */
public record NodeFacts(
        String id,
        String name,
        String gateway,
        String control,
        HostPort cluster,
        int members,
        String ledger,
        long revision,
        Instant startedAt) {

    /** The one line that says so on stdout. */
    public String readyLine() {
        return readyLine(name, gateway, control, members, ledger, revision);
    }

    /** The same of facts that come from elsewhere. */
    public static String readyLine(
            String name, String gateway, String control, int members, String ledger, long revision) {
        return "ready node=" + name + " gateway=" + none(gateway) + " control=" + none(control) + " members=" + members
                + " ledger=" + ledger + " revision=" + revision;
    }

    private static String none(String url) {
        return url == null ? "none" : url;
    }
}
