package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.launcher.service.Commands;

/** The programs that are found in the user's PATH. */
final class HostCommands implements Commands {
    private final Map<String, String> environment;

    HostCommands(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Result run(List<String> command, String input) {
        Optional<Path> program = find(command.get(0));
        if (program.isEmpty()) {
            return new Result(NOT_FOUND, "", command.get(0) + ": there is no such program");
        }
        List<String> words = new ArrayList<>(command);
        words.set(0, program.get().toString());
        try {
            return run(words, input.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new Result(ExitCode.NOT_EXECUTABLE, "", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while " + String.join(" ", command) + " ran");
        }
    }

    private Optional<Path> find(String program) {
        String path = environment.get("PATH");
        return Executables.find(program, path).or(() -> Executables.find(program + ".exe", path));
    }

    /** What it says of itself goes to a file: a pipe that nobody reads could make it wait. */
    private static Result run(List<String> words, byte[] input) throws IOException, InterruptedException {
        Path said = Files.createTempFile("lotse-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectError(said.toFile());
            // their messages are told apart, and known in English
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException readsNothing) {
                // how it ends tells more
            }
            byte[] out = process.getInputStream().readAllBytes();
            int exit = process.waitFor();
            return new Result(exit, text(out), text(Files.readAllBytes(said)));
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
