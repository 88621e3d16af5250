package io.lotse.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.ApiKeyCreation;
import io.lotse.contracts.gateway.ApiKeyList;
import io.lotse.contracts.gateway.CreatedApiKey;

/** {@code lotse keys create}, {@code list} and {@code revoke}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        header = "Make, list or revoke the API keys that let clients through the gateway.")
final class KeysCommand extends CommandGroup {
    private KeysCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new CreateKey(environment))
                .addSubcommand(new ListKeys(environment))
                .addSubcommand(new RevokeKey(environment));
    }

    /** {@code lotse keys create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Make an API key and print it, this once: only its hash is kept.")
    private static final class CreateKey extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "Whose it is. Services are told it as the user.")
        private String name;

        @Option(names = "--role", paramLabel = "ROLE", description = "A role that it has; may be given again.")
        private List<String> roles;

        @Option(names = "--scope", paramLabel = "SCOPE", description = "A scope that it has; may be given again.")
        private List<String> scopes;

        @Option(
                names = "--expires-in",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "Let nobody in by it after so long, such as 90d. Default: never.")
        private Duration expiresIn;

        CreateKey(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            Instant expiresAt =
                    expiresIn == null ? null : Instant.now().plus(expiresIn).truncatedTo(ChronoUnit.SECONDS);
            ApiKeyCreation creation = new ApiKeyCreation(name, roles, scopes, expiresAt);
            return show(client().send("POST", Paths.API_KEYS, creation, Map.of()), answer -> {
                print(answer.as(CreatedApiKey.class).secret());
                err().println("lotse: keep it safe: it is shown this once");
                err().flush();
            });
        }
    }

    /** {@code lotse keys list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the API keys; not the secrets themselves.")
    private static final class ListKeys extends ShowCommand {
        ListKeys(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.API_KEYS),
                    answer -> show(answer.as(ApiKeyList.class).items()));
        }

        private void show(List<ApiKey> keys) {
            if (keys.isEmpty()) {
                print("there is no API key: lotse keys create NAME makes one");
                return;
            }
            Table table = new Table("NAME", "ROLES", "SCOPES", "CREATED", "EXPIRES");
            keys.forEach(k -> table.row(
                    k.name(),
                    k.roles().isEmpty() ? null : String.join(",", k.roles()),
                    k.scopes().isEmpty() ? null : String.join(" ", k.scopes()),
                    Ages.since(k.createdAt()),
                    expiry(k.expiresAt())));
            table.print(out());
        }

        private static String expiry(Instant at) {
            if (at == null) {
                return "never";
            }
            Instant now = Instant.now();
            return at.isAfter(now) ? "in " + Ages.text(Duration.between(now, at)) : "expired";
        }
    }

    /** {@code lotse keys revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            header = "Let nobody in by an API key any more, at any gateway.")
    private static final class RevokeKey extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "The key's name.")
        private String name;

        RevokeKey(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().send("DELETE", Paths.API_KEYS + "/" + ControlClient.segment(name), null, Map.of()),
                    answer -> print(name + " is revoked"));
        }
    }
}
