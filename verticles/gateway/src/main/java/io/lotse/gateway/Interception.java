package io.lotse.gateway;

import io.vertx.core.MultiMap;

import io.lotse.contracts.ProblemCode;

/** What a feature does in one exchange, always on its event loop. Each step has a default that does nothing. */
interface Interception {
    /**
     * Before an upstream is picked. Either goes on with {@link Exchange#proceed()}, at once or later, or answers with
     * {@link Exchange#answer} or {@link Exchange#refuse}; nothing else happens until then.
     */
    default void request(Exchange exchange) {
        exchange.proceed();
    }

    /**
     * A try at an upstream begins: see {@link Attempt#watch}.
     *
     * @param uri what it is asked for
     */
    default void trying(Exchange exchange, Attempt attempt, String uri) {}

    /** The headers that an upstream will get, all rules applied; once for each try. */
    default void outgoing(Exchange exchange, MultiMap headers) {}

    /**
     * The head of an upstream's answer, all rules applied, before any of it is sent.
     *
     * @return whether the answer is not to be sent, because this answers in another way (now or later)
     */
    default boolean answer(Exchange exchange, Answer answer) {
        return false;
    }

    /**
     * The head of an answer that is the gateway's own or was kept, before it is sent. Its body is here as a whole, and passes
     * the filter that the answer is given.
     *
     * @param length the body's, in bytes; of what is not sent to HEAD too
     */
    default void ownAnswer(Exchange exchange, Answer answer, long length) {}

    /**
     * No upstream can answer: the exchange is about to be refused.
     *
     * @return whether this answers in another way (now or later)
     */
    default boolean failed(Exchange exchange, ProblemCode code, String detail) {
        return false;
    }

    /** The exchange is over, however it ended: see {@link Exchange#outcome()}. Called once. */
    default void ended(Exchange exchange) {}
}
