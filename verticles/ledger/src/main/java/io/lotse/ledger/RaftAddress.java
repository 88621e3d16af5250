package io.lotse.ledger;

/** Where a voter speaks Raft. */
record RaftAddress(String host, int port) {

    /** @throws IllegalArgumentException if it is not HOST:PORT */
    static RaftAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= 65_535) {
                return new RaftAddress(address.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("ledger: a voter's address is '" + address + "': give HOST:PORT");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
