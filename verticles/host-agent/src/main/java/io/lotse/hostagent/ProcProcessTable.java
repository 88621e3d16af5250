package io.lotse.hostagent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.host.OwnerProcess;

/**
 * Linux: processes from {@code /proc}. A process is known by the system's boot, the namespace its id is counted in, and
 * its start in clock ticks after the boot: none of them changes when somebody sets the clock.
 */
final class ProcProcessTable implements ProcessTable {
    private static final String SERVICE_ID = "LOTSE_SERVICE_ID=";
    /** Of the fields behind the command's name: the third of the whole line is the first of these. */
    private static final int STATE = 0;

    private static final int START_TICKS = 19;

    private final Path proc;

    private record Stat(String state, String startTicks) {}

    ProcProcessTable() {
        this(Path.of("/proc"));
    }

    ProcProcessTable(Path proc) {
        this.proc = proc;
    }

    @Override
    public Optional<OwnerProcess> identify(long pid) {
        try {
            Instant started = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .orElse(Instant.EPOCH);
            String mark = boot() + "/" + namespace() + "/" + stat(pid).startTicks();
            return Optional.of(new OwnerProcess(pid, started, mark));
        } catch (IOException goneOrHidden) {
            return Optional.empty();
        }
    }

    @Override
    public Presence presence(OwnerProcess process) {
        String[] mark = process.mark().split("/", -1);
        if (mark.length != 3) {
            return Presence.UNKNOWN;
        }
        try {
            if (!mark[0].equals(boot())) {
                return Presence.GONE;
            }
            return mark[1].equals(namespace()) ? presence(process.pid(), mark[2]) : Presence.UNKNOWN;
        } catch (IOException notLikeLinux) {
            return Presence.UNKNOWN;
        }
    }

    private Presence presence(long pid, String startTicks) throws IOException {
        try {
            Stat now = stat(pid);
            if (!now.startTicks().equals(startTicks)) {
                return Presence.GONE;
            }
            boolean dead = now.state().equals("Z") || now.state().equals("X");
            return dead && threads(pid) <= 1 ? Presence.GONE : Presence.ALIVE;
        } catch (NoSuchFileException notThere) {
            // mounted with hidepid, /proc does not show the processes of others: not even the first
            return Files.exists(proc.resolve("1")) ? Presence.GONE : Presence.UNKNOWN;
        }
    }

    /** Its first thread may have ended and be a zombie while others go on. */
    private int threads(long pid) throws IOException {
        int threads = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc.resolve(pid + "/task"))) {
            for (Path task : tasks) {
                threads += task == null ? 0 : 1;
            }
        }
        return threads;
    }

    private Stat stat(long pid) throws IOException {
        String line = read(proc.resolve(pid + "/stat"));
        // the command's name stands in brackets and may hold anything, brackets too
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        return new Stat(fields[STATE], fields[START_TICKS]);
    }

    private String boot() throws IOException {
        return read(proc.resolve("sys/kernel/random/boot_id")).strip();
    }

    private String namespace() throws IOException {
        String link = Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
        return link.substring(link.indexOf('[') + 1, link.indexOf(']'));
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // a process that ends while it is read: No such process
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                throw new NoSuchFileException(file.toString());
            }
            throw e;
        }
    }

    @Override
    public Optional<String> startedFor(long pid) {
        return serviceIdOf(proc.resolve(Long.toString(pid)));
    }

    @Override
    public Set<String> withDescendants(Set<String> serviceIds) {
        Set<String> found = new HashSet<>();
        if (serviceIds.isEmpty()) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                serviceIdOf(process).filter(serviceIds::contains).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Optional<String> serviceIdOf(Path process) {
        try {
            String environment = read(process.resolve("environ"));
            return Arrays.stream(environment.split("\0", -1))
                    .filter(variable -> variable.startsWith(SERVICE_ID))
                    .map(variable -> variable.substring(SERVICE_ID.length()))
                    .findFirst();
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
    }
}
