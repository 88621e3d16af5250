package io.lotse.gateway;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;

/** That the table of what the RFCs ask of the cache names tests that exist, and all of them. */
class CacheRequirementsTest {
    private static final Path TABLE = Path.of("..", "..", "docs", "cache-rfc9111.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern BY_SECTION = Pattern.compile("rfc\\d+_.*");

    private final Set<String> named;

    CacheRequirementsTest() throws IOException {
        named = NAMED.matcher(Files.readString(TABLE))
                .results()
                .map(m -> m.group(1) + "." + m.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> tests() {
        return named.stream()
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .flatMap(name -> Arrays.stream(load(name).getDeclaredMethods()))
                .filter(m -> m.isAnnotationPresent(Test.class) || m.isAnnotationPresent(ParameterizedTest.class))
                .map(CacheRequirementsTest::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(CacheRequirementsTest.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the table names a class of tests that is not there: " + name, e);
        }
    }

    private static String nameOf(Method test) {
        return test.getDeclaringClass().getSimpleName() + "." + test.getName();
    }

    @Test
    void eachTestThatTheTableNamesIsThere() {
        assertThat(named).isNotEmpty().isSubsetOf(tests());
    }

    @Test
    void noTestOfASectionIsMissingInTheTable() {
        assertThat(tests())
                .filteredOn(name -> BY_SECTION
                        .matcher(name.substring(name.indexOf('.') + 1))
                        .matches())
                .isSubsetOf(named);
    }
}
