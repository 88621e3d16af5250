package io.lotse.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.lotse.contracts.ledger.Voter;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;

/** A voter in a process of its own, which can be killed; it commits key after key and tells which were acknowledged. */
final class VoterProcess {
    private final Process process;
    private final Thread reader;
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    private VoterProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "voter-output");
        reader.start();
    }

    /** @param keys what its keys begin with; empty for a voter that commits nothing itself */
    static VoterProcess start(Path folder, String node, String keys, List<Voter> voters) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                VoterProcess.class.getName(),
                folder.toString(),
                node,
                keys,
                String.join(
                        ",",
                        voters.stream().map(v -> v.node() + "=" + v.address()).toList()));
        return new VoterProcess(
                java.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().filter(l -> l.startsWith("ack ")).forEach(l -> acknowledged.add(l.substring(4)));
        } catch (UncheckedIOException | IOException e) {
            // it was killed
        }
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9; returns when it is gone and all that it told is read. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        List<Voter> voters = Arrays.stream(args[3].split(","))
                .map(v -> v.split("="))
                .map(v -> new Voter(v[0], v[1]))
                .toList();
        Store store = VoterNodes.open(data, args[1], voters, LedgerConfig.Limits.DEFAULT, e -> System.exit(1));
        for (int i = 0; !args[2].isEmpty(); i++) {
            String key = args[2] + i;
            if (store.commit(mutate(put(key, i))).otherwiseEmpty().await() != null) {
                System.out.println("ack " + key);
            }
        }
    }
}
