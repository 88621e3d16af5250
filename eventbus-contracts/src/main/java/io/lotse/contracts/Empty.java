package io.lotse.contracts;

/** The body of a request or a reply that carries nothing. */
@Doc("Nothing: the message itself is what matters.")
public record Empty() {
    /** The one value there is. */
    public static final Empty EMPTY = new Empty();
}
