package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build knows: the versions of the libraries whose files are served. */
final class BuildProperties {
    private BuildProperties() {}

    /** @throws IllegalStateException if the build did not say it */
    static String get(String name) {
        Properties build = new Properties();
        try (InputStream in = BuildProperties.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = build.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("build.properties says no " + name);
        }
        return value;
    }
}
