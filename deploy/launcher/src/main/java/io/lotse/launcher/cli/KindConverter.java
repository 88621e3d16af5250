package io.lotse.launcher.cli;

import java.util.Arrays;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.environments.EnvironmentKind;

/** Reads a kind of environment as JSON names it. */
final class KindConverter implements ITypeConverter<EnvironmentKind> {
    @Override
    public EnvironmentKind convert(String text) {
        return Arrays.stream(EnvironmentKind.values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException(text + " is no kind: give development, test or production"));
    }
}
