package io.lotse.hostagent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.netty.util.NetUtil;

import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** Linux: sockets from {@code /proc/net}, their processes by the inodes under {@code /proc/PID/fd}. */
final class ProcSocketTable implements SocketTable {
    private static final Pattern COLUMNS = Pattern.compile("\\s+");
    /** By the kernel's numbers, from 1 on (include/net/tcp_states.h). */
    private static final List<String> TCP_STATES = List.of(
            "established",
            "syn-sent",
            "syn-received",
            "fin-wait-1",
            "fin-wait-2",
            "time-wait",
            "close",
            "close-wait",
            "last-ack",
            PortSocket.LISTEN,
            "closing",
            "syn-received");

    private static final String TCP_LISTEN = "0A";
    private static final String UDP_UNCONNECTED = "07";
    private static final String SOCKET_LINK = "socket:[";

    private final Path proc;

    private record Row(String address, int port, String peer, String state, long inode) {}

    ProcSocketTable() {
        this(Path.of("/proc"));
    }

    ProcSocketTable(Path proc) {
        this.proc = proc;
    }

    @Override
    public List<BoundSocket> bound(Protocol protocol, IntPredicate ports) {
        // a closed connection that waits for stray packets belongs to nobody and hinders nobody
        return sockets(protocol, ports, line -> true, row -> row.inode() != 0);
    }

    /** Of the connections that a listener has accepted, of which there may be many thousands, nothing is kept on the way. */
    @Override
    public List<BoundSocket> listening(Protocol protocol, IntPredicate ports) {
        String state = protocol == Protocol.UDP ? UDP_UNCONNECTED : TCP_LISTEN;
        return sockets(protocol, ports, line -> isIn(state, line), row -> row.inode() != 0);
    }

    @Override
    public List<BoundSocket> at(Protocol protocol, int port) {
        return sockets(protocol, p -> p == port, line -> true, row -> true);
    }

    private List<BoundSocket> sockets(
            Protocol protocol, IntPredicate ports, Predicate<String> lines, Predicate<Row> wanted) {
        List<Row> rows = new ArrayList<>();
        for (String file : List.of(protocol.wireName(), protocol.wireName() + "6")) {
            rows.addAll(rows(file, ports, lines, wanted));
        }
        Map<Long, Long> pids = pidsByInode(rows);
        return rows.stream()
                .map(r -> new BoundSocket(
                        protocol, r.address(), r.port(), state(protocol, r.state()), r.peer(), pids.get(r.inode())))
                .sorted(Comparator.comparingInt(BoundSocket::port))
                .toList();
    }

    /** The rows with these local ports; of the others, of which there may be many thousands, no more is read than that. */
    private List<Row> rows(String file, IntPredicate ports, Predicate<String> lines, Predicate<Row> wanted) {
        try (Stream<String> all = Files.lines(proc.resolve("net").resolve(file), StandardCharsets.ISO_8859_1)) {
            return all.skip(1)
                    .filter(lines)
                    .map(line -> row(line, ports))
                    .flatMap(Optional::stream)
                    .filter(wanted)
                    .toList();
        } catch (NoSuchFileException noSuchFamily) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where the port is not wanted, and for what is no row: not every system that has the file is Linux. */
    private static Optional<Row> row(String line, IntPredicate ports) {
        try {
            return ports.test(localPort(line)) ? Optional.of(row(COLUMNS.split(line.strip(), -1))) : Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException noRow) {
            return Optional.empty();
        }
    }

    /** What stands behind the addresses. */
    private static boolean isIn(String state, String line) {
        int local = line.indexOf(':') + 2;
        int peer = line.indexOf(' ', local) + 1;
        return line.startsWith(state + " ", line.indexOf(' ', peer) + 1);
    }

    /** {@code   12: 0100007F:1F90 00000000:0000 0A ...}: what stands behind the second colon. */
    private static int localPort(String line) {
        int colon = line.indexOf(':', line.indexOf(':') + 1);
        int port = Integer.parseInt(line, colon + 1, line.indexOf(' ', colon), 16);
        if (port < 0 || port > PortRange.MAX_PORT) {
            throw new IllegalArgumentException("no port: " + port);
        }
        return port;
    }

    private static Row row(String[] columns) {
        int peerPort = port(columns[2]);
        String peer = peerPort == 0 ? null : address(columns[2]) + ":" + peerPort;
        return new Row(address(columns[1]), port(columns[1]), peer, columns[3], Long.parseLong(columns[9]));
    }

    private static String state(Protocol protocol, String code) {
        if (protocol == Protocol.UDP) {
            return code.equals(UDP_UNCONNECTED) ? PortSocket.BOUND : "established";
        }
        int number = Integer.parseInt(code, 16);
        return number >= 1 && number <= TCP_STATES.size() ? TCP_STATES.get(number - 1) : "unknown";
    }

    private static int port(String local) {
        return Integer.parseInt(local, local.indexOf(':') + 1, local.length(), 16);
    }

    /** The kernel prints each 32-bit word of an address as a number of this machine's byte order. */
    private static String address(String local) {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(local, 0, local.indexOf(':')));
        ByteBuffer address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            address.putInt(words.getInt());
        }
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address.array()));
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("no address: " + local, wrongLength);
        }
    }

    private Map<Long, Long> pidsByInode(List<Row> rows) {
        Set<Long> wanted = new HashSet<>();
        rows.stream().map(Row::inode).filter(inode -> inode != 0).forEach(wanted::add);
        Map<Long, Long> pids = new HashMap<>();
        if (wanted.isEmpty()) {
            return pids;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                socketsOf(process).stream().filter(wanted::remove).forEach(inode -> pids.put(inode, pid));
                if (wanted.isEmpty()) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    private static List<Long> socketsOf(Path process) {
        List<Long> inodes = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                inodeOf(descriptor).ifPresent(inodes::add);
            }
        } catch (IOException | DirectoryIteratorException gone) {
            // another user's process, or one that has ended by now
            return inodes;
        }
        return inodes;
    }

    private static Optional<Long> inodeOf(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith(SOCKET_LINK)
                    ? Optional.of(Long.parseLong(target, SOCKET_LINK.length(), target.length() - 1, 10))
                    : Optional.empty();
        } catch (IOException closedByNow) {
            return Optional.empty();
        }
    }
}
