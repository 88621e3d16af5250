package io.lotse.launcher.service;

import java.util.List;
import java.util.stream.Collectors;

/** A command line as Windows splits it. */
final class WindowsCommand {
    private WindowsCommand() {}

    static String line(List<String> words) {
        return words.stream().map(WindowsCommand::quoted).collect(Collectors.joining(" "));
    }

    /** Backslashes count before a quotation mark alone, also before the one that ends the word. */
    private static String quoted(String word) {
        if (word.matches("[^\\s\"&|<>^]+")) {
            return word;
        }
        return "\"" + word.replaceAll("(\\\\*)\"", "$1$1\\\\\"").replaceAll("(\\\\+)$", "$1$1") + "\"";
    }
}
