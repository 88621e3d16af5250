package io.lotse.launcher.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in a file, a variable or an option: it is taken, or said to be wrong in words. */
class ConfigReaderProperties {
    private static Path file;

    @BeforeContainer
    static void createAFile() throws IOException {
        file = Files.createTempFile("lotse", ".yaml");
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.delete(file);
    }

    @Property
    void aFileIsReadOrRefusedWithWords(@ForAll("files") byte[] yaml) throws IOException {
        Files.write(file, yaml);

        assertReadOrRefused(Map.of(), Map.of());
    }

    @Property
    void optionsAndVariablesAreTakenOrRefusedWithWords(
            @ForAll("settings") Map<Setting, String> options, @ForAll("settings") Map<Setting, String> variables)
            throws IOException {
        Files.writeString(file, "");

        assertReadOrRefused(
                options,
                variables.entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().variable(), Map.Entry::getValue)));
    }

    private static void assertReadOrRefused(Map<Setting, String> options, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader(environment, new LotseHome(file.getParent()));
        try {
            assertThat(reader.read(options, file).node().ports()).isNotNull();
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("Exception", "com.fasterxml", "\tat ");
        }
    }

    @Provide
    Arbitrary<Map<Setting, String>> settings() {
        return Arbitraries.maps(Arbitraries.of(Setting.class), values()).ofMaxSize(4);
    }

    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<String> key = Arbitraries.oneOf(
                Arbitraries.of(Arrays.stream(Setting.values()).map(Setting::key).toList()), values());
        Arbitrary<String> line = Combinators.combine(key, values(), Arbitraries.of(": ", ":", " - ", ": [", ": {a: "))
                .as((k, v, between) -> k + between + v);
        Arbitrary<String> text = line.list().ofMaxSize(5).map(lines -> String.join("\n", lines));
        return Combinators.combine(
                        Arbitraries.oneOf(text, values()),
                        Arbitraries.integers().between(0, 30))
                .as((t, damage) -> {
                    byte[] bytes = t.getBytes(StandardCharsets.UTF_8);
                    if (damage < bytes.length) {
                        bytes[damage] = (byte) (damage % 2 == 0 ? 0xFF : damage);
                    }
                    return bytes;
                });
    }

    private static Arbitrary<String> values() {
        List<String> odd = List.of(
                "",
                " ",
                "8000",
                "0",
                "65536",
                "-1",
                "1e999999999",
                "0x1F40",
                "0o17",
                "1_000",
                "9".repeat(500),
                "true",
                "no",
                "~",
                "null",
                "production",
                "10.0.0.1:5701",
                "[::1]:5701",
                "a=10.0.0.1:5801,b=:,c",
                "a@b:c:d",
                ",,,",
                "ledger,gateway",
                "2026-01-01",
                "!!java.lang.Runtime {}",
                "!!binary x",
                "&a [*a]",
                "*nobody",
                "{a: b, a: c}",
                "[1, [2]]",
                "[".repeat(5_000),
                "{a: ".repeat(200),
                "\"\\ud800\"",
                "'",
                "|\n  text",
                "%",
                "?",
                "---",
                "\t",
                "\u0000",
                "\uFEFF",
                "\u2028",
                "ü",
                "x".repeat(10_000));
        return Arbitraries.oneOf(Arbitraries.of(odd), Arbitraries.strings().ofMaxLength(10));
    }
}
