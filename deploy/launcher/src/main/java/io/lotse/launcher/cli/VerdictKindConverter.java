package io.lotse.launcher.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.verdicts.VerdictKind;

/** Reads a kind of verdict as JSON names it. */
final class VerdictKindConverter implements ITypeConverter<VerdictKind> {
    @Override
    public VerdictKind convert(String text) {
        return Arrays.stream(VerdictKind.values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(text + " is no kind: give "
                        + Arrays.stream(VerdictKind.values())
                                .map(VerdictKind::wireName)
                                .collect(Collectors.joining(", "))));
    }
}
