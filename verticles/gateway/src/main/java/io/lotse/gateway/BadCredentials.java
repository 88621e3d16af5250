package io.lotse.gateway;

/** Credentials that let nobody in, and why. The words go to the client: nothing of the credentials is in them. */
final class BadCredentials extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadCredentials(String why) {
        super(why, null, false, false);
    }
}
