package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.registry.Instance;

/** Tells whether it is the service that listens at its port, or somebody who was faster. Where that cannot be seen, it is. */
final class PortGuard {
    /** Who listens in the name of a command that does not itself, for container engines and tunnels. */
    private static final List<String> IN_ITS_NAME =
            List.of("docker-proxy", "rootlessport", "rootlesskit", "conmon", "pasta", "slirp4netns", "ssh");

    private final PortOwner owners;

    PortGuard(PortOwner owners) {
        this.owners = owners;
    }

    /** Who listens at the instance's port and is none of its processes, for people; empty if nobody does. */
    Optional<String> stranger(Instance instance, Process process) {
        Set<Long> listening = owners.pids(instance.protocol(), instance.port());
        boolean ours = listening.isEmpty() || listening.stream().anyMatch(pid -> isOurs(pid, instance, process));
        return ours ? Optional.empty() : Optional.of(owners.of(instance.protocol(), instance.port()));
    }

    private static boolean isOurs(long pid, Instance instance, Process process) {
        return isBelow(pid, process.pid()) || startedFor(pid, instance.serviceId()) || listensForOthers(pid);
    }

    private static boolean isBelow(long pid, long ancestor) {
        Optional<ProcessHandle> one = ProcessHandle.of(pid);
        while (one.isPresent()) {
            if (one.get().pid() == ancestor) {
                return true;
            }
            one = one.get().parent();
        }
        return pid == ancestor;
    }

    /** One that left its parent is known by what it was told. */
    private static boolean startedFor(long pid, String serviceId) {
        return ("\0" + read(pid, "environ")).contains("\0LOTSE_SERVICE_ID=" + serviceId + "\0");
    }

    private static boolean listensForOthers(long pid) {
        return IN_ITS_NAME.contains(read(pid, "comm").strip());
    }

    private static String read(long pid, String what) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc", Long.toString(pid), what));
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }
}
