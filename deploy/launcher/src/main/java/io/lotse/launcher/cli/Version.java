package io.lotse.launcher.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"lotse " + ofThisBuild() + ", Java " + Runtime.version()};
    }

    /** The release; {@code development} where the classes come from no jar. */
    static String ofThisBuild() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
