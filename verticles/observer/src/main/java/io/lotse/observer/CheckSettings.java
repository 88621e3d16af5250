package io.lotse.observer;

import java.util.HashMap;
import java.util.Map;

import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.registry.Instance;

/**
 * Which check an instance gets.
 *
 * @param kind what is asked
 * @param options by name, as they were written
 */
record CheckSettings(CheckKind kind, Map<String, String> options) {
    /** The entry of an instance's metadata that names the kind; those that begin with its first word are options. */
    static final String METADATA_KIND = HealthContract.CHECK_METADATA;

    private static final String METADATA_PREFIX = "health_";

    CheckSettings {
        options = Map.copyOf(options);
    }

    /**
     * What an instance's registration says.
     *
     * @return null if it says nothing
     * @throws BadSetting if it names a kind or an option that there is not
     */
    static CheckSettings registered(Instance instance) {
        String named = instance.metadata().get(METADATA_KIND);
        if (named == null && instance.healthPath() == null) {
            return null;
        }
        CheckKind kind = named == null
                ? CheckKind.HTTP
                : CheckKind.of(named)
                        .orElseThrow(() -> new BadSetting(METADATA_KIND + " is " + Foreign.quote(named)
                                + " in the metadata: give one of " + CheckKind.names()));
        Map<String, String> options = new HashMap<>();
        for (Map.Entry<String, String> each : instance.metadata().entrySet()) {
            String option =
                    each.getKey().startsWith(METADATA_PREFIX) ? each.getKey().substring(METADATA_PREFIX.length()) : "";
            if (kind.options().contains(option) && !option.equals(CheckKind.PASSWORD)) {
                options.put(option, each.getValue());
            }
        }
        return new CheckSettings(kind, options);
    }

    /** An option's value; null if it is not given. */
    String option(String name) {
        return options.get(name);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /**
     * A whole number.
     *
     * @throws BadSetting if it is none of {@code least} to {@code most}
     */
    int number(String name, int least, int most, int otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // the same mistake
        }
        throw new BadSetting(name + " is " + Foreign.quote(text) + ": give " + least + " to " + most);
    }

    /**
     * The password, from the node's environment.
     *
     * @param otherwise where none is named
     * @throws BadSetting if the variable is not set on this node
     */
    String password(String otherwise) {
        String variable = options.get(CheckKind.PASSWORD);
        if (variable == null) {
            return otherwise;
        }
        String value = System.getenv(variable);
        if (value == null) {
            throw new BadSetting(CheckKind.PASSWORD + " names " + Foreign.quote(variable)
                    + ", which is not set on this node: set it where the node is started");
        }
        return value;
    }
}
