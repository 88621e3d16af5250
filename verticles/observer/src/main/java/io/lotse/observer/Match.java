package io.lotse.observer;

/** What makes two windows of time comparable. */
enum Match {
    /** About as many requests came. */
    LOAD,
    /** It was the same time of the day. */
    HOUR,
    /** The one came shortly before the other: nothing better was known. */
    NEARNESS
}
