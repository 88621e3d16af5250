package io.lotse.launcher.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.lotse.connection.DeclaredNetworkConfig;
import io.lotse.connection.NetworkConfig;
import io.lotse.connection.SystemConfig;
import io.lotse.gateway.GatewayConfig;
import io.lotse.kubernetes.KubernetesConfig.PortForward;
import io.lotse.kubernetes.PortForwardsConfig;

/** A {@code lotse.yaml}: its settings as texts. */
final class ConfigFile {
    private static final YAMLMapper MAPPER = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final Path file;
    private final List<String> mistakes;
    private JsonNode network = MAPPER.missingNode();
    private JsonNode forwards = MAPPER.missingNode();

    /**
     * @param file what to read
     * @param mistakes takes whatever is wrong with it
     */
    ConfigFile(Path file, List<String> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** The settings that are in it. */
    Map<Setting, Given> read() {
        Map<Setting, Given> settings = new EnumMap<>(Setting.class);
        JsonNode tree = parse();
        if (tree.isMissingNode() || tree.isNull()) {
            return settings;
        }
        if (!tree.isObject()) {
            mistakes.add(file + ": is no list of settings: write one a line, such as gateway_port: 8000");
            return settings;
        }
        read("", tree, settings);
        checkRoutes(tree);
        network = tree.path(DeclaredNetworkConfig.KEY);
        forwards = tree.path(PortForwardsConfig.KEY);
        return settings;
    }

    /**
     * What it says of the network, once it was read.
     *
     * @param former what holds where it says nothing
     */
    NetworkConfig network(SystemConfig former) {
        Object tree = network.isMissingNode() ? null : MAPPER.convertValue(network, Object.class);
        DeclaredNetworkConfig declared = DeclaredNetworkConfig.read(tree, former);
        declared.mistakes().forEach(mistake -> mistakes.add(file + ": " + mistake.field() + ": " + mistake.message()));
        return declared.settings();
    }

    /** The port-forwards that it declares, once it was read. */
    List<PortForward> forwards() {
        PortForwardsConfig declared = PortForwardsConfig.read(
                forwards.isMissingNode() || forwards.isNull() ? null : MAPPER.convertValue(forwards, Object.class));
        declared.mistakes().forEach(mistake -> mistakes.add(file + ": " + mistake.field() + ": " + mistake.message()));
        return declared.forwards();
    }

    /** The key {@code ledger_port} may be written as {@code ledger.port}, or as {@code port} below {@code ledger}. */
    private void read(String above, JsonNode tree, Map<Setting, Given> settings) {
        tree.properties().forEach(field -> {
            String path = above + field.getKey();
            String where = file + ": " + path;
            String key = path.replace('.', '_');
            Optional<Setting> named = Setting.ofKey(key);
            if (above.isEmpty() && isDeclared(path, field.getValue())) {
                return;
            }
            if (named.isPresent()) {
                text(where, field.getValue()).ifPresent(text -> put(settings, named.get(), new Given(where, text)));
            } else if (field.getValue().isObject() && Setting.keys().stream().anyMatch(k -> k.startsWith(key + "_"))) {
                read(path + ".", field.getValue(), settings);
            } else {
                mistakes.add(where + ": is no setting: " + Nearest.hint(key, Setting.keys()));
            }
        });
    }

    /** Routes and keys that stand here are the gateway's to read; that is also when it looks at the file again. */
    private void checkRoutes(JsonNode tree) {
        Map<String, Object> declared = new HashMap<>();
        tree.properties().stream()
                .filter(field -> isRoutes(field.getKey(), field.getValue()))
                .forEach(field -> declared.put(field.getKey(), MAPPER.convertValue(field.getValue(), Object.class)));
        GatewayConfig.Routes.mistakes(declared)
                .forEach(mistake -> mistakes.add(file + ": " + mistake.field() + ": " + mistake.message()));
    }

    private static boolean isDeclared(String key, JsonNode value) {
        return key.equals(DeclaredNetworkConfig.KEY) || key.equals(PortForwardsConfig.KEY) || isRoutes(key, value);
    }

    /** The key {@code routes} may name a file instead. */
    private static boolean isRoutes(String key, JsonNode value) {
        return GatewayConfig.Routes.isDeclaration(key)
                && (value.isContainerNode() || !Setting.keys().contains(key));
    }

    private void put(Map<Setting, Given> settings, Setting setting, Given given) {
        Given before = settings.putIfAbsent(setting, given);
        if (before != null) {
            mistakes.add(given.where() + ": says the same as " + before.where() + ": leave one of them out");
        }
    }

    private JsonNode parse() {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String line = at == null ? "" : " line " + at.getLineNr() + ":";
            mistakes.add(file + ":" + line + " is no YAML: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read: " + reason(file, e));
        }
        return MAPPER.missingNode();
    }

    /** One value, or several with commas between, as on the command line. */
    private Optional<String> text(String where, JsonNode value) {
        if (value.isValueNode()) {
            return Optional.of(value.isNull() ? "" : value.asText());
        }
        StringJoiner parts = new StringJoiner(",");
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                if (!isPlain(where + "[" + i + "]", value.get(i))) {
                    return Optional.empty();
                }
                parts.add(value.get(i).asText());
            }
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                if (!isPlain(where + "." + field.getKey(), field.getValue())) {
                    return Optional.empty();
                }
                parts.add(field.getKey() + "=" + field.getValue().asText());
            }
        }
        return Optional.of(parts.toString());
    }

    private boolean isPlain(String where, JsonNode value) {
        if (!value.isValueNode()) {
            mistakes.add(where + ": is no plain value");
        }
        return value.isValueNode();
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /** Why a file cannot be read, in words. */
    static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not read it";
        }
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        boolean told = e instanceof FileSystemException system && system.getReason() != null;
        return told ? ((FileSystemException) e).getReason() : e.toString();
    }
}
