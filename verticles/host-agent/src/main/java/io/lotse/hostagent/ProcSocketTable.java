package io.lotse.hostagent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

import io.netty.util.NetUtil;

import io.lotse.contracts.ports.Protocol;

/** Linux: sockets from {@code /proc/net}, their processes by the inodes under {@code /proc/PID/fd}. */
final class ProcSocketTable implements SocketTable {
    private static final String TCP_LISTENS = "0A";
    private static final String UDP_UNCONNECTED = "07";
    private static final String SOCKET_LINK = "socket:[";

    private final Path proc;

    private record Row(InetAddress address, int port, boolean listening, long inode) {}

    ProcSocketTable() {
        this(Path.of("/proc"));
    }

    ProcSocketTable(Path proc) {
        this.proc = proc;
    }

    @Override
    public List<BoundSocket> bound(Protocol protocol, IntPredicate ports) {
        List<Row> rows = new ArrayList<>(rows(protocol, protocol.wireName(), ports));
        rows.addAll(rows(protocol, protocol.wireName() + "6", ports));
        Map<Long, Long> pids = pidsByInode(rows);
        return rows.stream()
                .map(r -> new BoundSocket(
                        protocol, NetUtil.toAddressString(r.address()), r.port(), r.listening(), pids.get(r.inode())))
                .sorted(Comparator.comparingInt(BoundSocket::port))
                .toList();
    }

    private List<Row> rows(Protocol protocol, String file, IntPredicate ports) {
        String open = protocol == Protocol.TCP ? TCP_LISTENS : UDP_UNCONNECTED;
        try (var lines = Files.lines(proc.resolve("net").resolve(file))) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(f -> ports.test(port(f[1])))
                    .map(f -> new Row(address(f[1]), port(f[1]), f[3].equals(open), Long.parseLong(f[9])))
                    // a closed connection that waits for stray packets belongs to nobody and hinders nobody
                    .filter(row -> row.inode() != 0)
                    .toList();
        } catch (NoSuchFileException noSuchFamily) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(String local) {
        return Integer.parseInt(local, local.indexOf(':') + 1, local.length(), 16);
    }

    /** The kernel prints each 32-bit word of an address as a number of this machine's byte order. */
    private static InetAddress address(String local) {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(local, 0, local.indexOf(':')));
        ByteBuffer address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            address.putInt(words.getInt());
        }
        try {
            return InetAddress.getByAddress(address.array());
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException("no address: " + local, wrongLength);
        }
    }

    private Map<Long, Long> pidsByInode(List<Row> rows) {
        Set<Long> wanted = new HashSet<>();
        rows.forEach(r -> wanted.add(r.inode()));
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
