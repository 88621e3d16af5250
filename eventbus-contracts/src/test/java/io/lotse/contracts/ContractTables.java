package io.lotse.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;

/** The guide's tables of operations, events, records and failures, in Markdown. */
final class ContractTables {
    private static final String BEGIN = "<!-- generated from here on by PublishedContractsTest -->";
    private static final Map<Class<?>, String> SCALARS = Map.of(
            String.class, "text",
            int.class, "whole number",
            Integer.class, "whole number",
            long.class, "whole number",
            Long.class, "whole number",
            double.class, "number",
            boolean.class, "true or false",
            Instant.class, "time",
            Duration.class, "seconds",
            Object.class, "anything");

    private ContractTables() {}

    /** The guide with its tables as they should be. */
    static String replaceIn(String guide) {
        int begin = guide.indexOf(BEGIN);
        if (begin < 0) {
            throw new IllegalStateException("the guide has no line " + BEGIN);
        }
        return guide.substring(0, begin + BEGIN.length()) + "\n\n" + operations() + events() + failures() + types();
    }

    private static String operations() {
        StringBuilder text = new StringBuilder("## Operations\n\n");
        for (Operation<?, ?> o : Contracts.OPERATIONS) {
            String suffix = o.place() == null ? "" : "@" + o.place().toUpperCase(Locale.ROOT);
            String failures = AsyncApi.failuresOf(o).stream()
                    .filter(o.failures()::contains)
                    .map(code -> "`" + code.code() + "`")
                    .collect(Collectors.joining(", "));
            text.append("### ")
                    .append(o.address())
                    .append(suffix)
                    .append("\n\n")
                    .append(o.purpose())
                    .append(".\n\n")
                    .append("| request | reply | answered within | failures of its own |\n|---|---|---|---|\n| ")
                    .append(link(o.request()))
                    .append(" | ")
                    .append(link(o.reply()))
                    .append(" | ")
                    .append(o.timeout().toSeconds())
                    .append(" s | ")
                    .append(failures.isEmpty() ? "none" : failures)
                    .append(" |\n\n");
        }
        return text.toString();
    }

    private static String events() {
        StringBuilder text = new StringBuilder(
                "## Events\n\n| event | address | carries | heard by | told when |\n|---|---|---|---|---|\n");
        for (EventType<?> e : Contracts.EVENTS) {
            String reach = e.reach() == EventType.Reach.MESH ? "the whole mesh" : "its own node";
            text.append(row(e.name(), "`" + e.address() + "`", link(e.record()), reach, e.purpose()));
        }
        return text + "\n";
    }

    private static String failures() {
        StringBuilder text = new StringBuilder("## Failures\n\n| code | number | HTTP | what |\n|---|---|---|---|\n");
        for (ProblemCode code : ProblemCode.values()) {
            text.append(row("`" + code.code() + "`", "" + code.number(), "" + code.httpStatus(), code.title()));
        }
        return text + "\n";
    }

    private static String types() {
        return "## Records\n\n"
                + ContractTypes.all().stream()
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .map(ContractTables::type)
                        .collect(Collectors.joining("\n"));
    }

    private static String type(Class<?> type) {
        String head = "### " + type.getSimpleName() + "\n\n" + JsonSchemas.meaning(type) + "\n";
        if (type == PortRange.class) {
            return head + "\nA list of two whole numbers, 1 to 65535: `[8000, 9000]`.\n";
        }
        if (type == PortSpan.class) {
            return head + "\nA whole number, 1 to 65535, or a list of two: `8080`, `[9000, 9099]`.\n";
        }
        if (type.isEnum()) {
            return head + "\nOne of `" + String.join("`, `", ContractCodec.jsonValues(type)) + "`.\n";
        }
        List<RecordComponent> fields = Arrays.asList(type.getRecordComponents());
        if (fields.isEmpty()) {
            return head;
        }
        return head + "\n| field | type | needed | meaning |\n|---|---|---|---|\n"
                + fields.stream().map(ContractTables::field).collect(Collectors.joining());
    }

    private static String field(RecordComponent field) {
        Doc doc = field.getAnnotation(Doc.class);
        return row(
                "`" + ContractCodec.jsonName(field) + "`",
                typeName(field.getGenericType()) + range(doc),
                JsonSchemas.isOptional(field) ? "" : "yes",
                doc.value());
    }

    private static String range(Doc doc) {
        if (doc.min() == Long.MIN_VALUE) {
            return "";
        }
        return doc.max() == Long.MAX_VALUE ? ", from " + doc.min() : ", " + doc.min() + " to " + doc.max();
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? "object of " + typeName(arguments[1])
                    : "list of " + typeName(arguments[0]);
        }
        return SCALARS.containsKey((Class<?>) type) ? SCALARS.get((Class<?>) type) : link((Class<?>) type);
    }

    private static String link(Class<?> type) {
        return "[" + type.getSimpleName() + "](#" + type.getSimpleName().toLowerCase(Locale.ROOT) + ")";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
