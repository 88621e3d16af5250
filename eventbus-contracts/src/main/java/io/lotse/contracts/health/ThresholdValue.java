package io.lotse.contracts.health;

import io.lotse.contracts.Doc;

/** One value that holds, and who says it. */
@Doc("One value that holds, and who says it.")
public record ThresholdValue(
        @Doc("The service's name; absent for all that are not named") String service,
        @Doc("HOST:PORT or the id of one of its instances; absent for all of them") String endpoint,
        @Doc("One of its request paths; absent for what does not depend on the path") String path,
        @Doc("What it is of, as observer_config.json names it, such as cpu_percent or consecutive") String name,
        @Doc("The value: a threshold as {\"warning\": N, \"critical\": N} or \"off\", a number, or true or false")
                Object value,
        @Doc("built-in, file or mesh") ThresholdSource source) {}
