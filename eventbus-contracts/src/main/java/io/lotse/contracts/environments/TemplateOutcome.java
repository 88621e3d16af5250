package io.lotse.contracts.environments;

import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.ConfigDifference;

/** What a template did, or would do. */
@Doc("What a template did, or would do.")
public record TemplateOutcome(
        @Doc("The template's name") String name,
        @Doc("What is different in the configurations; empty where nothing is") List<ConfigDifference> differences,
        @Doc("The environments that were created") List<String> created,
        @Doc("Files for the user to put in their places") List<TemplateFile> files,
        @Doc("Whether it was applied; false where it was only told") boolean applied) {
    public TemplateOutcome {
        differences = differences == null ? List.of() : List.copyOf(differences);
        created = created == null ? List.of() : List.copyOf(created);
        files = files == null ? List.of() : List.copyOf(files);
    }
}
