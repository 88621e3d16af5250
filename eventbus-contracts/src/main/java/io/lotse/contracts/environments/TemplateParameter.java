package io.lotse.contracts.environments;

import io.lotse.contracts.Doc;

/** What a template wants to be told. */
@Doc("What a template wants to be told.")
public record TemplateParameter(
        @Doc("Its name") String name,
        @Doc("What it means") String meaning,
        @Doc("Its value where none is given") String byDefault) {}
