package io.lotse.launcher.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.lotse.launcher.config.NodeConfig.Ports;

/**
 * Finds out what a node is told: an option counts more than the environment, that more than {@code lotse.yaml}, that more
 * than the default. All that is wrong is told at once, also where something else counts more.
 */
public final class ConfigReader {
    /** Names the configuration file. */
    public static final String CONFIG_VARIABLE = "LOTSE_CONFIG";

    private static final String DEFAULT_FILE = "lotse.yaml";

    private final Map<String, String> environment;
    private final LotseHome home;

    public ConfigReader(Map<String, String> environment, LotseHome home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * What was configured.
     *
     * @param node what the node is told; its ports are wishes still
     * @param asked the settings that somebody made, the others are defaults
     * @param detach whether it is to run in the background
     */
    public record Configured(NodeConfig node, Set<Setting> asked, boolean detach) {}

    /**
     * What all sources together say.
     *
     * @param options what stands on the command line
     * @param file the configuration file; null for the environment's, else {@code lotse.yaml} in the working folder if it is there
     */
    public Configured read(Map<Setting, String> options, Path file) throws ConfigException {
        Sources sources = new Sources();
        options.forEach((setting, text) -> sources.add(setting, new Given(setting.option(), text)));
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.variable());
            if (text != null) {
                sources.add(setting, new Given(setting.variable(), text));
            }
        }
        configFile(file)
                .ifPresent(f -> new ConfigFile(f, sources.mistakes).read().forEach(sources::add));
        NodeConfig node = node(sources);
        boolean detach = sources.find(Setting.DETACH, Parsers::flag).orElse(false);
        if (sources.mistakes.isEmpty()) {
            crossCheck(node, sources);
        }
        if (!sources.mistakes.isEmpty()) {
            throw new ConfigException(sources.mistakes);
        }
        return new Configured(node, sources.asked(), detach);
    }

    private Optional<Path> configFile(Path option) {
        if (option != null) {
            return Optional.of(option);
        }
        String variable = environment.get(CONFIG_VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return Optional.of(Path.of(variable));
        }
        return Optional.of(Path.of(DEFAULT_FILE)).filter(Files::exists);
    }

    private NodeConfig node(Sources sources) {
        String host = sources.find(Setting.HOST, Parsers::name).orElseGet(HostName::ofThisHost);
        String name = sources.find(Setting.NAME, Parsers::name).orElseGet(HostName::ofThisHost);
        Map<String, HostPort> voters =
                sources.find(Setting.VOTERS, Parsers::voters).orElse(Map.of());
        Integer votersPort = voters.containsKey(name) ? voters.get(name).port() : null;
        return new NodeConfig(
                sources.find(Setting.MODE, Parsers::mode).orElse(Mode.DEVELOPMENT),
                name,
                sources.find(Setting.DATA, Parsers::path).orElse(home.folder().resolve(name)),
                host,
                sources.find(Setting.ADDRESS, Parsers::address).orElse("127.0.0.1"),
                new Ports(
                        sources.find(Setting.GATEWAY_PORT, Parsers::port).orElse(8000),
                        sources.find(Setting.CONTROL_PORT, Parsers::port).orElse(8010),
                        sources.find(Setting.CLUSTER_PORT, Parsers::port).orElse(5701),
                        sources.find(Setting.LEDGER_PORT, Parsers::port).orElse(votersPort == null ? 5801 : votersPort),
                        sources.find(Setting.DNS_PORT, Parsers::port).orElse(8600)),
                sources.find(Setting.JOIN, Parsers::addresses).orElse(List.of()),
                voters,
                sources.find(Setting.ROLES, Parsers::roles).orElse(EnumSet.allOf(Role.class)));
    }

    private static void crossCheck(NodeConfig node, Sources sources) {
        checkVoters(node, sources);
        HostPort vote = node.voters().get(node.name());
        if (vote != null && vote.port() != node.ports().ledger()) {
            sources.mistakes.add(sources.where(Setting.LEDGER_PORT) + ": "
                    + node.ports().ledger() + " is not what the voters are told of " + node.name() + ", " + vote
                    + ": make them the same");
        }
        Map<Integer, Setting> taken = new HashMap<>();
        Map<Setting, Integer> ports = new EnumMap<>(Map.of(
                Setting.GATEWAY_PORT, node.ports().gateway(),
                Setting.CONTROL_PORT, node.ports().control(),
                Setting.CLUSTER_PORT, node.ports().cluster(),
                Setting.LEDGER_PORT, node.ports().ledger(),
                Setting.DNS_PORT, node.ports().dns()));
        ports.keySet().retainAll(sources.asked());
        ports.forEach((setting, port) -> {
            Setting other = taken.putIfAbsent(port, setting);
            if (other != null) {
                sources.mistakes.add(
                        sources.where(setting) + ": " + port + " is the " + other.key() + " too: give another");
            }
        });
    }

    private static void checkVoters(NodeConfig node, Sources sources) {
        int voters = node.voters().size();
        if (voters > 0 && voters % 2 == 0) {
            sources.mistakes.add(sources.where(Setting.VOTERS) + ": " + voters
                    + " voters survive no more failures than " + (voters - 1) + " would: give an odd number");
        }
        if (voters > 0 && !node.voters().containsKey(node.name()) && node.join().isEmpty()) {
            sources.mistakes.add(sources.where(Setting.VOTERS) + ": " + node.name()
                    + " is none of them and joins nobody, so it would found a ledger of its own: name it, or give "
                    + Setting.JOIN.option());
        }
    }

    /** Who said what, and what was wrong with it. */
    private static final class Sources {
        private final Map<Setting, List<Given>> given = new EnumMap<>(Setting.class);
        private final List<String> mistakes = new ArrayList<>();

        /** Those that count more come first. An empty value is none: what starts containers likes to set such ones. */
        void add(Setting setting, Given value) {
            if (!value.text().isBlank()) {
                given.computeIfAbsent(setting, s -> new ArrayList<>()).add(value);
            }
        }

        <T> Optional<T> find(Setting setting, Function<String, T> parser) {
            T first = null;
            for (Given value : given.getOrDefault(setting, List.of())) {
                try {
                    T parsed = parser.apply(value.text().strip());
                    first = first == null ? parsed : first;
                } catch (IllegalArgumentException e) {
                    mistakes.add(value.where() + ": " + e.getMessage());
                }
            }
            return Optional.ofNullable(first);
        }

        String where(Setting setting) {
            return given.get(setting).get(0).where();
        }

        Set<Setting> asked() {
            return given.keySet();
        }
    }
}
