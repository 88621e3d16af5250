package io.lotse.it;

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
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A suite that drives a real browser. On a machine without one it is left out, and the last line of the tests names it
 * with what to install; where {@code CI} is {@code true}, it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBrowser.Condition.class)
@interface NeedsBrowser {
    /** Looks for the browser. */
    final class Condition implements ExecutionCondition {
        private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
        private static final String INSTALL = "apt-get install chromium";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (browser().isPresent()) {
                return ConditionEvaluationResult.enabled("there is a browser");
            }
            String suite = context.getRequiredTestClass().getSimpleName();
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(suite + " needs a browser, and there is none in PATH: " + INSTALL);
            }
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(NeedsBrowser.class))
                    .getOrComputeIfAbsent(LeftOut.class)
                    .suites
                    .add(suite);
            return ConditionEvaluationResult.disabled("there is no browser in PATH: " + INSTALL);
        }

        /** The path of the browser; empty if there is none in PATH. */
        static Optional<Path> browser() {
            List<String> folders = Arrays.asList(System.getenv("PATH").split(File.pathSeparator));
            return NAMES.stream()
                    .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /** Says at the end of all tests which suites were left out. */
    final class LeftOut implements AutoCloseable {
        private final Set<String> suites = new TreeSet<>();

        @Override
        public void close() {
            System.out.println(
                    "NOT TESTED, for want of a browser: " + String.join(", ", suites) + "; " + Condition.INSTALL);
        }
    }
}
