package io.lotse.supervisor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals, for Java knows two of them and no process groups. Blocks for a moment. */
final class Signals {
    private static final int LIMIT_SECONDS = 5;

    /**
     * Sends a signal; who is gone by now is left out.
     *
     * @param signal such as TERM
     * @param group a process group; null for none
     */
    void send(String signal, Collection<Proc> processes, Long group) {
        List<String> targets = new ArrayList<>();
        if (group != null) {
            targets.add("-" + group);
        }
        processes.forEach(process -> targets.add(Long.toString(process.pid())));
        // one by one: a shell's kill that fails for one target may leave out the others
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "s=$1; shift; for t; do kill -s \"$s\" -- \"$t\"; done", "kill", signal));
        command.addAll(targets);
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException noShell) {
            processes.stream()
                    .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                    .forEach(process -> end(process, signal));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(ProcessHandle process, String signal) {
        if (signal.equals("KILL")) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }
}
