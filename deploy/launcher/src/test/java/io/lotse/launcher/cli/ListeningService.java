package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service for tests: listens at its port until it is connected to and told to end. */
final class ListeningService {
    private ListeningService() {}

    /** Its arguments: where to write what it was told, the address and the port. Ends with 7. */
    public static void main(String[] arguments) throws IOException {
        Files.write(
                Path.of(arguments[0]),
                List.of(
                        arguments[1] + ":" + arguments[2],
                        System.getenv("HOST") + ":" + System.getenv("PORT"),
                        System.getenv("LOTSE_SERVICE_ID"),
                        System.getenv("LOTSE_CONTROL")));
        try (ServerSocket listener =
                new ServerSocket(Integer.parseInt(arguments[2]), 1, InetAddress.getByName(arguments[1]))) {
            while (listener.accept().getInputStream().read() != 'q') {
                // whoever looks whether it listens says nothing
            }
        }
        System.exit(7);
    }
}
