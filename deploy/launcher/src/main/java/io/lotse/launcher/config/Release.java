package io.lotse.launcher.config;

/** Which release this is. */
public final class Release {
    private Release() {}

    /** The release's version; {@code development} where the classes come from no jar. */
    public static String version() {
        String version = Release.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
