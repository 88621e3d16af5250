package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.environments.Template;
import io.lotse.contracts.environments.TemplateApplication;
import io.lotse.contracts.environments.TemplateFile;
import io.lotse.contracts.environments.TemplateOutcome;
import io.lotse.contracts.environments.TemplateParameter;
import io.lotse.contracts.environments.Templates;

/** The commands of {@code lotse config} for configurations to begin with. */
final class TemplateCommands {
    private TemplateCommands() {}

    /** {@code lotse config templates}. */
    @Command(name = "templates", mixinStandardHelpOptions = true, header = "List configurations to begin with.")
    static final class List extends ShowCommand {
        List(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.TEMPLATES),
                    answer -> answer.as(Templates.class).items().forEach(this::show));
        }

        private void show(Template template) {
            print(template.name() + ": " + template.purpose());
            for (TemplateParameter p : template.parameters()) {
                print("  --param " + p.name() + "=" + p.byDefault() + "  " + p.meaning());
            }
        }
    }

    /** {@code lotse config apply}. */
    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            header = "Apply a configuration to begin with.",
            footer = {"", "Without --yes it tells what it would do, and does nothing."})
    static final class Apply extends ShowCommand {
        @Parameters(paramLabel = "TEMPLATE", description = "Its name; lotse config templates lists them.")
        private String name;

        @Option(names = "--param", paramLabel = "NAME=VALUE", description = "What is not to have its default.")
        private Map<String, String> parameters = new TreeMap<>();

        @Option(names = "--yes", description = "Do it.")
        private boolean yes;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Where to write the files that it makes. Default: they are shown.")
        private Path out;

        Apply(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().send(
                                    "POST",
                                    Paths.TEMPLATES + "/" + ControlClient.segment(name),
                                    new TemplateApplication(name, parameters, !yes),
                                    Map.of()),
                    answer -> show(answer.as(TemplateOutcome.class)));
        }

        private void show(TemplateOutcome outcome) {
            outcome.differences()
                    .forEach(d -> print(d.environment() + " " + d.field() + ": " + d.before() + " -> " + d.after()));
            outcome.created().forEach(environment -> print("new environment " + environment));
            outcome.files().forEach(this::file);
            boolean nothing =
                    outcome.differences().isEmpty() && outcome.created().isEmpty();
            print(nothing ? "nothing is different" : outcome.applied() ? "applied" : "not applied: add --yes to do it");
        }

        private void file(TemplateFile file) {
            if (out == null) {
                print("--- " + file.path());
                print(file.text());
                return;
            }
            Path target = out.resolve(file.path());
            try {
                Files.createDirectories(target.toAbsolutePath().getParent());
                Files.writeString(target, file.text());
                print("wrote " + target);
            } catch (IOException e) {
                throw new Refusal("cannot write " + target + ": " + e.getMessage());
            }
        }
    }
}
