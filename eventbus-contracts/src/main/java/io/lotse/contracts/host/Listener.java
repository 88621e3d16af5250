package io.lotse.contracts.host;

import java.time.Instant;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.Protocol;

/** A socket that is bound on a host, and the process behind it. */
@Doc("A socket that is bound on a host, and the process behind it where the agent may see it.")
public record Listener(
        @Doc("The local address it is bound to; absent where it is not known") String address,
        @Doc("tcp or udp") Protocol protocol,
        @Doc(value = "The port", min = 1, max = 65_535) int port,
        @Doc("The process id; absent where the agent may not see it") Long pid,
        @Doc("The command line, shortened to 200 characters; absent where the agent may not see it") String command,
        @Doc("Who runs the process; absent where the agent may not see it") String user,
        @Doc("When the process was started; absent where the agent may not see it") Instant since) {

    /** For people: {@code pid 4711 (nginx: master process)}, or that it is not known who. */
    public String owner() {
        if (pid != null) {
            return "pid " + pid + (command == null ? "" : " (" + command + ")");
        }
        return command == null ? "a process that this user may not see" : command;
    }
}
