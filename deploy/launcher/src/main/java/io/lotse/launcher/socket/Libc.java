package io.lotse.launcher.socket;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;

/** The calls of the C library that sockets take which Java does not have; see their pages in section 2 of the manual. */
final class Libc {
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int F_SETFD = 2;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int FD_CLOEXEC = 1;
    static final int SIG_SETMASK = 2;

    static {
        Native.register(Libc.class, Platform.C_LIBRARY_NAME);
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, Pointer value, int length);

    static native int bind(int fd, Pointer address, int length);

    static native int listen(int fd, int backlog);

    static native NativeLong sendto(
            int fd, Pointer bytes, NativeLong length, int flags, Pointer address, int addressLength);

    static native int close(int fd);

    static native int dup2(int from, int to);

    static native int fcntl(int fd, int command, int argument);

    static native int setenv(String name, String value, int overwrite);

    static native int sigemptyset(Pointer set);

    static native int sigprocmask(int how, Pointer set, Pointer before);

    static native int execvp(String file, StringArray arguments);

    static native Pointer strerror(int number);

    /** Why the call before failed, for people. */
    static String failure() {
        return text(Native.getLastError());
    }

    /** What an error's number means, for people. */
    static String text(int error) {
        return strerror(error).getString(0);
    }

    static Memory number(int value) {
        Memory memory = new Memory(Integer.BYTES);
        memory.setInt(0, value);
        return memory;
    }
}
