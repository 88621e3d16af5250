package io.lotse.it;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

import static org.awaitility.Awaitility.await;

/** Waits for what is seen within a second as a rule, and within a minute where there is little of a processor. */
final class Soon {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Soon() {}

    /** Until it holds; if it never does, the error is the last one. */
    static void soon(ThrowingRunnable assertion) {
        patiently().untilAsserted(assertion);
    }

    /** Until it is such a value, which is returned; if it never is, the error tells the last one. */
    static <T> T soon(Callable<T> value, Predicate<? super T> isSuch) {
        return patiently().until(value, isSuch);
    }

    /** Asks again, too, where there was no answer or another than was asked for. */
    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException || e instanceof AssertionError);
    }
}
