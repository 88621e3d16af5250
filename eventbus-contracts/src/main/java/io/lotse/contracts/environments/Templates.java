package io.lotse.contracts.environments;

import java.util.List;

import io.lotse.contracts.Doc;

/** The templates that Lotse comes with. */
@Doc("The templates that Lotse comes with.")
public record Templates(@Doc("The templates, by name") List<Template> items) {}
