package io.lotse.contracts.host;

import java.time.Instant;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Protocol;

/** A socket that has a port as its local one, and the process behind it. */
@Doc("A socket that has a port as its local one, and the process behind it where the agent may see it.")
public record PortSocket(
        @Doc("tcp or udp") Protocol protocol,
        @Doc("The local address") String address,
        @Doc(
                        "listen, established, time-wait, ... as the system calls it; bound for a UDP socket that takes whoever comes")
                String state,
        @Doc("Whom it speaks with, ADDRESS:PORT; absent for nobody") String peer,
        @Doc("The process id; absent where there is none, or the agent may not see it") Long pid,
        @Doc("The command line, shortened to 200 characters; absent where the agent may not see it") String command,
        @Doc("Who runs the process; absent where the agent may not see it") String user,
        @Doc("When the process was started; absent where the agent may not see it") Instant since,
        @Doc("The id of the container that the process runs in; absent for none") String container) {
    public static final String LISTEN = "listen";
    public static final String BOUND = "bound";

    /** Whether it keeps others from the port. */
    public boolean takes() {
        return state.equals(LISTEN) || state.equals(BOUND);
    }

    /** For people: {@code pid 4711 (nginx: master process)}, or that it is not known who. */
    public String owner() {
        return new Listener(address, protocol, 1, pid, command, user, since).owner();
    }
}
