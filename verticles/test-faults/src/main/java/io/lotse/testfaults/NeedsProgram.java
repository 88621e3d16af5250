package io.lotse.testfaults;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A suite or test that a program of the machine takes part in. On a machine without it it is left out, and the last line
 * of the tests names it with what to install; where {@code CI} is {@code true}, it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
public @interface NeedsProgram {
    /** Its names; one of them in PATH is enough. */
    String[] value();

    /** The command that installs it. */
    String install();

    /** Looks for the program. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            NeedsProgram needed = AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                    .orElse(null);
            if (needed == null || find(needed.value()).isPresent()) {
                return ConditionEvaluationResult.enabled("what it needs is there");
            }
            String test = context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod().map(m -> "." + m.getName()).orElse("");
            String missing = "there is no " + needed.value()[0] + " in PATH: " + needed.install();
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(test + " cannot run, for " + missing);
            }
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(NeedsProgram.class))
                    .getOrComputeIfAbsent(LeftOut.class)
                    .add(needed.install(), test);
            return ConditionEvaluationResult.disabled(missing);
        }

        /** The path of the first of these programs that is in PATH; empty if none is. */
        public static Optional<Path> find(String... names) {
            List<String> folders =
                    Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
            return Arrays.stream(names)
                    .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /** Says at the end of all tests which of them were left out. */
    final class LeftOut implements AutoCloseable {
        private final TreeMap<String, TreeSet<String>> tests = new TreeMap<>();

        synchronized void add(String install, String test) {
            tests.computeIfAbsent(install, i -> new TreeSet<>()).add(test);
        }

        @Override
        public synchronized void close() {
            tests.forEach((install, names) ->
                    System.out.println("NOT TESTED: " + String.join(", ", names) + "; to test it: " + install));
        }
    }
}
