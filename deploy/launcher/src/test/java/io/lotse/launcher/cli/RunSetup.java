package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of {@code lotse run} need: a folder as its home, a stand-in for the mesh, and what it says. */
abstract class RunSetup {
    @TempDir
    Path folder;

    final StringWriter err = new StringWriter();
    StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    /** Runs a command line, and returns its exit code. */
    final int execute(List<String> arguments) {
        Map<String, String> environment =
                Map.of("LOTSE_HOME", folder.toString(), "LOTSE_CONTROL", control.url(), "PATH", System.getenv("PATH"));
        return Cli.commandLine(environment, config -> Future.failedFuture("no room"))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    /** Tells the service that listens there to end. */
    static void quit(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write('q');
        }
    }
}
