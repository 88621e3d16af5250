package io.lotse.contracts.environments;

import io.lotse.contracts.Doc;

/** A file that a template makes, for the user to put in its place. */
@Doc("A file that a template makes, for the user to put in its place.")
public record TemplateFile(@Doc("Its name, such as n1/lotse.yaml") String path, @Doc("What is in it") String text) {}
