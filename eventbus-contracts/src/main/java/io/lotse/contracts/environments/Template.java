package io.lotse.contracts.environments;

import java.util.List;

import io.lotse.contracts.Doc;

/** A configuration to begin with. */
@Doc("A configuration to begin with.")
public record Template(
        @Doc("Its name") String name,
        @Doc("What it is for") String purpose,
        @Doc("What it wants to be told") List<TemplateParameter> parameters) {
    public Template {
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
    }
}
