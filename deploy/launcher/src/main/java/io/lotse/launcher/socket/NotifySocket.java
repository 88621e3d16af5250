package io.lotse.launcher.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;

/**
 * Where a service manager listens for what becomes of the service: a datagram socket of the Unix kind, which Java does not
 * have. See sd_notify(3) and unix(7).
 */
public final class NotifySocket {
    /** The variable that names it. */
    public static final String VARIABLE = "NOTIFY_SOCKET";

    private static final int PATH_OFFSET = 2;
    private static final int LONGEST_PATH = 107;

    private final byte[] path;

    private NotifySocket(byte[] path) {
        this.path = path;
    }

    /** The one that the environment names; empty where it names none that is known. */
    public static Optional<NotifySocket> of(Map<String, String> environment) {
        String name = environment.getOrDefault(VARIABLE, "");
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean known = name.startsWith("/") || name.startsWith("@") && name.length() > 1;
        if (!known || path.length > LONGEST_PATH) {
            return Optional.empty();
        }
        if (path[0] == '@') {
            // in no file system
            path[0] = 0;
        }
        return Optional.of(new NotifySocket(path));
    }

    /**
     * Says something, such as {@code READY=1}. Waits while the manager does not keep up.
     *
     * @param state variables, one a line
     * @throws IOException if nobody listens there, or the C library cannot be called
     */
    public void send(String state) throws IOException {
        try {
            sendTo(state.getBytes(StandardCharsets.UTF_8));
        } catch (LinkageError e) {
            throw new IOException("the C library cannot be called: " + e.getMessage(), e);
        }
    }

    private void sendTo(byte[] state) throws IOException {
        int fd = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw new IOException(Libc.failure());
        }
        try (Memory bytes = new Memory(state.length);
                Memory address = new Memory(PATH_OFFSET + LONGEST_PATH + 1L)) {
            bytes.write(0, state, 0, state.length);
            address.clear();
            address.setShort(0, (short) Libc.AF_UNIX);
            address.write(PATH_OFFSET, path, 0, path.length);
            // the length tells where a name ends that is in no file system
            int length = PATH_OFFSET + path.length;
            NativeLong sent = Libc.sendto(fd, bytes, new NativeLong(state.length), Libc.MSG_NOSIGNAL, address, length);
            if (sent.longValue() < 0) {
                throw new IOException(Libc.failure());
            }
        } finally {
            Libc.close(fd);
        }
    }
}
