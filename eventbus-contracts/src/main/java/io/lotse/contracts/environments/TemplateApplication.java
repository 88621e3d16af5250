package io.lotse.contracts.environments;

import java.util.Map;

import io.lotse.contracts.Doc;

/** Asks that a template be applied. */
@Doc("Asks that a template be applied.")
public record TemplateApplication(
        @Doc("Its name") String name,
        @Doc("The parameters that are not to have their defaults") Map<String, String> parameters,
        @Doc("Whether to tell only what it would do") boolean dryRun) {
    public TemplateApplication {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
    }
}
