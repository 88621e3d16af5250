package io.lotse.testfaults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL server of the tests' own, which can be stopped, started again, and paused. Ends with this JVM, or
 * before. Its failures are unchecked.
 */
public final class PostgresServer implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path data;
    private final int port;
    /** Null while it is stopped. */
    private EmbeddedPostgres server;

    private PostgresServer(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** The one that all tests of this JVM share: nobody stops it. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        private static final PostgresServer SERVER = startNew();
    }

    /** One that runs, with the empty database {@code postgres}. */
    public static PostgresServer startNew() {
        try {
            PostgresServer started = new PostgresServer(Files.createTempDirectory("lotse-postgres"), FreePorts.next());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "postgres-end"));
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again at the same port, with what it held. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and keeps what it holds. */
    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            server = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server is when it is started. */
    public enum Standing {
        /** Takes writes. */
        PRIMARY,
        /** Waits for a primary to follow, and can be read only. */
        STANDBY
    }

    /** Stops it, and starts it as the other of the two. */
    public void restartAs(Standing standing) throws IOException {
        stop();
        Path signal = data.resolve("data").resolve("standby.signal");
        if (standing == Standing.STANDBY) {
            Files.createFile(signal);
        } else {
            Files.delete(signal);
        }
        start();
    }

    /** Ends it with all that it holds; once is enough. */
    @Override
    public synchronized void close() {
        if (!Files.exists(data)) {
            return;
        }
        resume();
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The URI of a new database, by way of this port. */
    public String database(int by) {
        String name = "ledger" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return uri(by, name);
    }

    /** The URI of a new database. */
    public String database() {
        return database(port);
    }

    /** The URI of a database that there is, by way of this port. */
    public static String uri(int by, String database) {
        return "postgresql://postgres:secret@127.0.0.1:" + by + "/" + database;
    }

    /** The name of the database in a URI. */
    public static String name(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    /** Runs SQL statements in a database. */
    public void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows, each with its columns as texts. */
    public List<List<String>> query(String database, String sql) {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private Connection connect(String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }

    /** SIGSTOP to every process of the server. */
    public void pause() {
        signal("-STOP");
    }

    /** SIGCONT to every process of the server, if it runs. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Path pidFile = data.resolve("data").resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return;
            }
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile).get(0)))
                    .orElseThrow();
            List<String> command = new ArrayList<>(List.of("kill", signal, "" + postmaster.pid()));
            postmaster.children().forEach(child -> command.add("" + child.pid()));
            // a backend may have ended meanwhile
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
