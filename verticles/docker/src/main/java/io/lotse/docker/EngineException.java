package io.lotse.docker;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The engine could not be asked, or said no; the message is for people. Without a stack trace: it reports no bug. */
final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message, null, false, false);
    }

    /** No connection was made; what the system says is put into words that tell what to do. */
    static EngineException unreachable(String socket, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        // epoll says it by the type alone
        if (cause instanceof FileNotFoundException || said.contains("No such file")) {
            return new EngineException(
                    "there is no " + socket + ": start Docker, or name its socket with --docker-socket");
        }
        if (said.contains("ermission denied")) {
            return new EngineException("this user may not use " + socket
                    + ": make it a member of the group that the file belongs to, mostly docker (usermod -aG docker"
                    + " USER), and log in again");
        }
        if (said.contains("refused")) {
            return new EngineException("nobody listens at " + socket + ": start Docker");
        }
        return new EngineException(socket + " cannot be reached: " + said);
    }

    /** A connection was made, and no answer came. */
    static EngineException broken(String socket, String uri, Duration patience, Throwable cause) {
        if (cause instanceof EngineException e) {
            return e;
        }
        return new EngineException(
                cause instanceof TimeoutException
                        ? "the engine at " + socket + " did not answer " + uri + " within " + patience.toSeconds()
                                + " s"
                        : "the engine at " + socket + " broke off its answer to " + uri + ": " + cause.getMessage());
    }
}
