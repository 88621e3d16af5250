package io.lotse.launcher.node;

/** Which release this is. */
public final class Version {
    private Version() {}

    /** The release; {@code development} where the classes come from no jar. */
    public static String ofThisBuild() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
