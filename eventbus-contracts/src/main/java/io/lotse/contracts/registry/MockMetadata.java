package io.lotse.contracts.registry;

import java.util.Map;

/**
 * What the metadata of a mock say: it stands in for a service while no real instance of that is active in the environment, and is
 * given nothing while one is.
 */
public final class MockMetadata {
    /** {@code true} for a mock. */
    public static final String MOCK = "lotse.mock";

    private MockMetadata() {}

    /** Whether metadata are a mock's. */
    public static boolean isMock(Map<String, String> metadata) {
        return Boolean.parseBoolean(metadata.get(MOCK));
    }
}
