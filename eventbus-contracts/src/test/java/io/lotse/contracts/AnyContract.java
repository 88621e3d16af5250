package io.lotse.contracts;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;

/** Any record that can be said over the event bus, made from what its components are and say of themselves. */
final class AnyContract {
    /** About 35 years: as far as a double tells microseconds apart, and a half more for rounding. */
    private static final long MAX_MICROS = 1L << 50;

    private AnyContract() {}

    /** Any record of a type; those that the record itself refuses are left out. */
    static Arbitrary<Object> of(Class<?> type) {
        if (type == PortRange.class) {
            Arbitrary<Integer> port = Arbitraries.integers().between(1, PortRange.MAX_PORT);
            return Combinators.combine(port, port).as((a, b) -> new PortRange(Math.min(a, b), Math.max(a, b)));
        }
        if (type == PortSpan.class) {
            return of(PortRange.class).map(PortRange.class::cast).map(r -> new PortSpan(r.first(), r.last()));
        }
        List<Arbitrary<Object>> components =
                Arrays.stream(type.getRecordComponents()).map(AnyContract::of).toList();
        return Combinators.combine(components)
                .as(values -> create(type, values))
                .ignoreException(ContractException.class);
    }

    private static Arbitrary<Object> of(RecordComponent component) {
        Arbitrary<Object> value = of(component.getGenericType(), component.getAnnotation(Doc.class));
        return JsonSchemas.isOptional(component) ? value.injectNull(0.3) : value;
    }

    private static Arbitrary<Object> of(Type type, Doc doc) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Arbitrary<Object> element = of(arguments[arguments.length - 1], doc);
            return generic.getRawType() == List.class
                    ? element.list().ofMaxSize(3).map(list -> list)
                    : Arbitraries.maps(texts(), element).ofMaxSize(3).map(map -> map);
        }
        Class<?> simple = (Class<?>) type;
        if (simple.isEnum()) {
            return Arbitraries.of(simple.getEnumConstants()).map(constant -> constant);
        }
        return simple.isRecord() ? of(simple) : scalar(simple, doc);
    }

    private static Arbitrary<Object> scalar(Class<?> type, Doc doc) {
        if (type == String.class) {
            return texts().map(text -> text);
        } else if (type == Object.class) {
            return json(2);
        } else if (type == boolean.class || type == Boolean.class) {
            return Arbitraries.of(true, false);
        } else if (type == int.class || type == Integer.class) {
            return wholeNumbers(doc, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
        } else if (type == long.class || type == Long.class) {
            return wholeNumbers(doc, Long.MIN_VALUE, Long.MAX_VALUE).map(number -> number);
        } else if (type == double.class || type == Double.class) {
            return Arbitraries.doubles().map(number -> number);
        } else if (type == Duration.class) {
            return Arbitraries.longs().between(-MAX_MICROS, MAX_MICROS).map(micros -> Duration.ofNanos(micros * 1_000));
        } else if (type == Instant.class) {
            return Combinators.combine(
                            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                            Arbitraries.integers().between(0, 999_999_999))
                    .as(Instant::ofEpochSecond);
        }
        throw new IllegalStateException("nobody knows how to make a " + type);
    }

    private static Arbitrary<Long> wholeNumbers(Doc doc, long min, long max) {
        return Arbitraries.longs().between(Math.max(doc.min(), min), Math.min(doc.max(), max));
    }

    /** Texts of whole characters: half of a surrogate pair is none. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(8).map(text -> text.chars()
                .filter(c -> !Character.isSurrogate((char) c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .append(text.length() % 3 == 1 ? "\uD83D\uDEA2" : "")
                .toString());
    }

    /** What somebody's data may be: JSON, with the types that come out of a parser. */
    private static Arbitrary<Object> json(int depth) {
        Arbitrary<Object> flat = Arbitraries.oneOf(
                texts(),
                Arbitraries.integers(),
                Arbitraries.longs().filter(number -> number != (int) (long) number),
                Arbitraries.doubles(),
                Arbitraries.of(true, false));
        if (depth == 0) {
            return flat;
        }
        return Arbitraries.oneOf(
                flat,
                json(depth - 1).list().ofMaxSize(3),
                Arbitraries.maps(texts(), json(depth - 1)).ofMaxSize(3));
    }

    private static Object create(Class<?> type, List<Object> values) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            return canonical.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
