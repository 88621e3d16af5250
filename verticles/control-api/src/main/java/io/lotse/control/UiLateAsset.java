package io.lotse.control;

/**
 * A library's script that a page asks for only where it needs it. It is too large to be kept in every node's memory for the few times that
 * a browser lacks it: it is read for each answer.
 *
 * @param name what imports say
 * @param path its path
 * @param resource where it is
 * @param version the library's, which tells it from every other content
 */
record UiLateAsset(String name, String path, String resource, String version) {
    /** Draws the curves. */
    static final UiLateAsset CHARTS = charts(BuildProperties.get("echarts.version"));

    private static UiLateAsset charts(String version) {
        return new UiLateAsset(
                "echarts",
                "/ui/lib/echarts/echarts.esm.min.js",
                "META-INF/resources/_static/echarts/" + version + "/dist/echarts.esm.min.js",
                version);
    }

    String url() {
        return path + "?v=" + version;
    }

    /**
     * Blocks while it reads and compresses.
     *
     * @throws IllegalStateException if there is no such resource
     */
    UiAsset load() {
        return UiAsset.load(path, resource, version);
    }
}
