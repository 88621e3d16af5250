package io.lotse.launcher.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be kept running.
 *
 * @param node its name; null for that of the host
 * @param program the program that is Lotse, with what stands in front of its first argument
 * @param options those of {@code lotse start}, without the name
 * @param folder where it runs, and finds its {@code lotse.yaml}
 * @param variables which the program needs, and would not find otherwise
 * @param user whose it is; null where that is whoever asks
 * @param every how often it is looked after, where it is
 */
public record Wish(
        String node,
        List<String> program,
        List<String> options,
        Path folder,
        Map<String, String> variables,
        String user,
        Duration every) {

    public Wish {
        program = List.copyOf(program);
        options = List.copyOf(options);
        variables = new LinkedHashMap<>(variables);
    }

    /** The command that is a node, in the foreground. */
    List<String> start() {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("start", "--no-detach"));
        command.addAll(ofNode());
        return command;
    }

    /** The command that looks after it once. */
    List<String> look() {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("monitor", "--once"));
        if (!ofNode().isEmpty()) {
            command.add("--");
        }
        command.addAll(ofNode());
        return command;
    }

    private List<String> ofNode() {
        List<String> all = new ArrayList<>();
        if (node != null) {
            all.addAll(List.of("--name", node));
        }
        all.addAll(options);
        return all;
    }
}
