package io.lotse.launcher.cli;

import picocli.CommandLine.IVersionProvider;

import io.lotse.launcher.config.Release;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"lotse " + Release.version() + ", Java " + Runtime.version()};
    }
}
