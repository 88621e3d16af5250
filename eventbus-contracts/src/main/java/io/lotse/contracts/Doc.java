package io.lotse.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record or one of its fields means, with its unit; it goes into the published AsyncAPI document. The text of a
 * field that need not be there says what it means when it is "absent"; all others are required.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Doc {
    /** The meaning in one or two sentences. */
    String value();

    /** The smallest number that is allowed, of a list each of its numbers. */
    long min() default Long.MIN_VALUE;

    /** The largest number that is allowed, of a list each of its numbers. */
    long max() default Long.MAX_VALUE;
}
