package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is of this host and what is not. */
final class OwnHost {
    private OwnHost() {}

    /** Whether a node runs on this host, so that its agent sees this host's processes. */
    static boolean isAt(URI node) {
        try {
            InetAddress address = InetAddress.getByName(node.getHost());
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** In which boot and namespace this program's process ids are counted, BOOT/NAMESPACE; empty where not known. */
    static Optional<String> countsProcesses() {
        try {
            String boot = Files.readAllLines(Path.of("/proc/sys/kernel/random/boot_id"))
                    .get(0);
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Optional.of(boot.strip() + "/" + link.substring(link.indexOf('[') + 1, link.indexOf(']')));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
