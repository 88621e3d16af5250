package io.lotse.control;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;

/**
 * The scripts of the dashboard: its own and those of libraries, found by following their imports. They stay as they
 * are; an import map leads each import to the URL that names the content.
 */
final class UiModules {
    private static final Pattern IMPORT = Pattern.compile("\\b(?:from|import)\\s*\\(?\\s*([\"'])([^\"'\\s]+)\\1");
    private static final String OWN_RESOURCES = "io/lotse/control";
    private static final List<Library> LIBRARIES = List.of(
            new Library("lit", "lit", "index.js"),
            new Library("lit-html", "lit-html", "lit-html.js"),
            new Library("lit-element", "lit-element", "index.js"),
            new Library("@lit/reactive-element", "reactive-element", "reactive-element.js"));

    private final Map<String, UiAsset> byPath = new LinkedHashMap<>();
    /** The path that each import leads to; bare names as they are written. */
    private final Map<String, String> imports = new LinkedHashMap<>();

    /** A Maven artifact with ES modules: the name that imports say, its folder, and the module that its name alone means. */
    private record Library(String name, String folder, String main) {
        /** The path of a module that is imported by this library's name; empty if the import is not of this library. */
        Optional<String> path(String specifier) {
            if (specifier.equals(name)) {
                return Optional.of("/ui/lib/" + folder + "/" + main);
            }
            return specifier.startsWith(name + "/")
                    ? Optional.of("/ui/lib/" + folder + specifier.substring(name.length()))
                    : Optional.empty();
        }

        String resources() {
            return "META-INF/resources/_static/" + folder + "/" + BuildProperties.get(folder + ".version");
        }
    }

    /**
     * Takes a module, and all that it imports.
     *
     * @throws IllegalStateException if one is missing
     */
    void add(String path) {
        if (byPath.containsKey(path)) {
            return;
        }
        UiAsset asset = UiAsset.load(path, resource(path));
        byPath.put(path, asset);
        imports.put(path, path);
        Matcher matcher = IMPORT.matcher(asset.content().toString());
        while (matcher.find()) {
            String specifier = matcher.group(2);
            resolve(path, specifier).ifPresent(imported -> {
                add(imported);
                if (!specifier.startsWith(".")) {
                    imports.put(specifier, imported);
                }
            });
        }
    }

    Map<String, UiAsset> byPath() {
        return byPath;
    }

    /** As it stands in the page. */
    String importMap() {
        JsonObject urls = new JsonObject();
        imports.forEach(
                (specifier, path) -> urls.put(specifier, byPath.get(path).url()));
        urls.put(UiLateAsset.CHARTS.name(), UiLateAsset.CHARTS.url());
        return new JsonObject().put("imports", urls).encode();
    }

    /** The resource behind a path below /ui. */
    static String resource(String path) {
        return LIBRARIES.stream()
                .filter(library -> path.startsWith("/ui/lib/" + library.folder() + "/"))
                .findFirst()
                .map(library -> library.resources() + path.substring(("/ui/lib/" + library.folder()).length()))
                .orElse(OWN_RESOURCES + path);
    }

    /** Empty for what only looks like an import. */
    private static Optional<String> resolve(String from, String specifier) {
        if (specifier.startsWith("./") || specifier.startsWith("../")) {
            return Optional.of(URI.create(from).resolve(specifier).getPath());
        }
        return LIBRARIES.stream()
                .flatMap(library -> library.path(specifier).stream())
                .findFirst();
    }
}
