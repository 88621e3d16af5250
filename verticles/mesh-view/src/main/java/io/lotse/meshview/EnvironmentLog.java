package io.lotse.meshview;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;

/**
 * The log of what goes on in one environment of the kind test, in key-values. Each environment has a logger below
 * {@link #LOGGERS}; where its lines go is the launcher's affair.
 */
public final class EnvironmentLog {
    /** What the names of the environments' loggers begin with, without the dot. */
    public static final String LOGGERS = "lotse.environment";

    /** Marks the last line: the environment is gone, and its log with it. */
    public static final Marker LAST = MarkerFactory.getMarker("LAST");

    private EnvironmentLog() {}

    /** The logger of an environment that keeps a log; null for one that keeps none. */
    public static Logger of(Environment environment) {
        return environment.kind() == EnvironmentKind.TEST ? LoggerFactory.getLogger(name(environment.name())) : null;
    }

    /** The name of the environment that a logger is of. */
    public static String environmentOf(String logger) {
        return logger.substring(LOGGERS.length() + 1);
    }

    private static String name(String environment) {
        return LOGGERS + "." + environment;
    }
}
