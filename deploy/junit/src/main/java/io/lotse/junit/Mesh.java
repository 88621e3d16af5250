package io.lotse.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test an environment of its own, which is removed after it with all that is in it, also when the test fails. The
 * test, and methods with {@code BeforeEach} and {@code AfterEach}, take it as a parameter of the type {@link MeshEnvironment}.
 *
 * <p>The node is the one that {@link #control()} names, else the one that the system property {@code lotse.control} or the
 * variable {@code LOTSE_CONTROL} does. Without any of them a node is started in a process of its own, once for all tests of the
 * run, by the command in the system property {@code lotse.command} or the variable {@code LOTSE_COMMAND}, else by
 * {@code lotse}; it ends with the run.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(MeshExtension.class)
public @interface Mesh {
    /** The URL of a node's control API, such as {@code http://127.0.0.1:8010}; empty for the default. */
    String control() default "";

    /** How many ports the environment is given for instances that are registered without one. */
    int ports() default 10;
}
