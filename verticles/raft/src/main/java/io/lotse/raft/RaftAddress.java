package io.lotse.raft;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;

/** Where a voter speaks Raft. */
public record RaftAddress(String host, int port) {

    /** @throws IllegalArgumentException if it is not HOST:PORT */
    public static RaftAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= 65_535) {
                return new RaftAddress(address.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("a voter's address is '" + address + "': give HOST:PORT");
    }

    /**
     * What to bind on this machine: the host alone if it is one of its own, everything behind a translated address.
     *
     * @throws BindException if somebody listens there
     */
    public InetSocketAddress listen() throws IOException {
        InetAddress address = InetAddress.getByName(host);
        boolean ours = address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        InetSocketAddress listen = ours ? new InetSocketAddress(host, port) : new InetSocketAddress("0.0.0.0", port);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(listen);
        } catch (BindException e) {
            BindException taken = new BindException(
                    "the Raft port " + this + " is taken; a voter's port never changes: stop what listens there");
            taken.initCause(e);
            throw taken;
        }
        return listen;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
