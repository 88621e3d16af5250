package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import io.lotse.launcher.config.ConfigException;
import io.lotse.launcher.config.ConfigReader;
import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Setting;

/** The options of {@code lotse start}, also where they follow another command. */
final class StartOptions {
    private StartOptions() {}

    /**
     * What a node would be told that was started with them.
     *
     * @param command the command that they follow, whose mistakes theirs are
     * @throws ParameterException if one of them is none, or asks for the background
     */
    static Configured configured(CommandSpec command, List<String> options, Map<String, String> environment) {
        CommandLine start = command.root().subcommands().get("start");
        ParseResult given;
        try {
            given = start.parseArgs(options.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ParameterException(command.commandLine(), "lotse start: " + e.getMessage(), e);
        }
        if (given.hasMatchedOption(Setting.DETACH.option())) {
            throw new ParameterException(
                    command.commandLine(),
                    "lotse start: " + Setting.DETACH.option() + " is not for " + command.qualifiedName());
        }
        return configured(given, environment);
    }

    /** What a node is told by its command line, and by all else. */
    static Configured configured(ParseResult given, Map<String, String> environment) {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Object value = given.matchedOptionValue(setting.option(), null);
            if (value != null) {
                options.put(setting, value.toString());
            }
        }
        try {
            return new ConfigReader(environment, LotseHome.of(environment))
                    .read(options, given.matchedOptionValue("--config", (Path) null));
        } catch (ConfigException e) {
            throw new Refusal(ExitCode.USAGE, e.mistakes());
        }
    }
}
