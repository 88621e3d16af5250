package io.lotse.gateway;

/** How an exchange ended. */
enum Outcome {
    /** It runs still. */
    RUNNING,
    /** The client has the whole answer. */
    ANSWERED,
    /** The gateway answered with a problem, or cut the answer off. */
    FAILED,
    /** The client left before the end. */
    CLIENT_LEFT
}
